import { numberOf } from './fields.js'

const tolerance = 60_000

/**
 * The time of an event as ISO 8601: the one it names, if that can be, or else the time of arrival.
 * A time in the future is a wrong clock, or milliseconds where the protocol wants seconds.
 */
export function timeOf(timestamp: unknown, arrival: Date): string {
  const seconds = numberOf(timestamp)
  const time =
    seconds !== undefined
      ? seconds * 1000
      : Date.parse(typeof timestamp === 'string' ? timestamp : '')
  const possible = time >= 0 && time <= arrival.getTime() + tolerance
  return (possible ? new Date(time) : arrival).toISOString()
}
