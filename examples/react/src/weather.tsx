import { useErrorBoundary, withErrorBoundary } from '@mayday/react'
import { useState } from 'react'

/** Asks somebody who never answers. An error of a promise is handed to the boundary around the component. */
export const Weather = withErrorBoundary(Forecast, {
  fallbackRender: ({ resetError }) => (
    <p role="alert">
      No weather today.{' '}
      <button type="button" onClick={resetError}>
        Ask again
      </button>
    </p>
  ),
})

function Forecast() {
  const { showBoundary } = useErrorBoundary()
  const [isAsking, setAsking] = useState(false)
  return (
    <button
      type="button"
      id="weather"
      disabled={isAsking}
      onClick={() => {
        setAsking(true)
        forecast().catch(showBoundary)
      }}
    >
      Ask for the weather
    </button>
  )
}

async function forecast(): Promise<never> {
  throw new Error('The weather station does not answer')
}
