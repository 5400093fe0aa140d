import { ErrorBoundary } from '@mayday/react'
import { useState } from 'react'
import { Chart } from './chart.js'

export function App() {
  const [points, setPoints] = useState<number[] | undefined>([3, 1, 4, 1, 5])
  return (
    <>
      <h1>A React app</h1>
      <p>The chart breaks when its numbers are lost; the rest of the page stays.</p>
      <ErrorBoundary
        fallback={({ eventId, resetError }) => (
          <p role="alert">
            The chart broke. Report {eventId.slice(0, 8)} was sent.{' '}
            <button type="button" onClick={resetError}>
              Draw it again
            </button>
          </p>
        )}
        onReset={() => setPoints([3, 1, 4, 1, 5])}
      >
        <Chart points={points} />
      </ErrorBoundary>
      <button type="button" id="break" onClick={() => setPoints(undefined)}>
        Lose the numbers
      </button>
      <button
        type="button"
        id="handler"
        onClick={() => {
          throw new Error('Nobody listens to this button')
        }}
      >
        Throw in an event handler
      </button>
    </>
  )
}
