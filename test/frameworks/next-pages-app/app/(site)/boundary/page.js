import { ErrorBoundary } from '@mayday/react'
import { Failing } from '../failing.js'

export default function Page() {
  return (
    <ErrorBoundary fallback={<p role="alert">of the boundary</p>}>
      <Failing />
    </ErrorBoundary>
  )
}
