import { CrashFallback, ErrorBoundary } from '@mayday/react'
import { useState } from 'react'
import { Cart } from './cart.js'
import { Chart } from './chart.js'
import { Weather } from './weather.js'

const numbers = [3, 1, 4, 1, 5]

export function Home() {
  const [points, setPoints] = useState<number[] | undefined>(numbers)
  return (
    <>
      <h1>A React app</h1>
      <section>
        <h2>A component that breaks</h2>
        <p>The chart breaks when its numbers are lost; the rest of the page stays.</p>
        <ErrorBoundary FallbackComponent={CrashFallback} onReset={() => setPoints(numbers)}>
          <Chart points={points} />
        </ErrorBoundary>
        <button type="button" id="break" onClick={() => setPoints(undefined)}>
          Lose the numbers
        </button>
      </section>
      <section>
        <h2>What boundaries do not see by themselves</h2>
        <button
          type="button"
          id="handler"
          onClick={() => {
            throw new Error('Nobody listens to this button')
          }}
        >
          Throw in an event handler
        </button>
        <Weather />
      </section>
      <Cart />
    </>
  )
}
