import { useCapturedRouteError } from '@mayday/react'
import { useRouteError } from 'react-router'

/** What a loader fails with reaches neither boundaries nor the page's handlers: it is captured where it is shown. */
export function RouteProblem() {
  const eventId = useCapturedRouteError(useRouteError())
  return <p role="alert">This order cannot be shown. {eventId && `Report ${eventId} was sent.`}</p>
}
