import { numberOf } from './fields.js'

const tolerance = 60_000
const lastMoment = 8.64e15

/**
 * The time of an event as ISO 8601: the one it names, if that can be, or else the time of arrival.
 * A time in the future is a wrong clock, or milliseconds where the protocol wants seconds.
 */
export function timeOf(timestamp: unknown, arrival: Date): string {
  const time = momentOf(timestamp)
  const possible = time !== undefined && time <= arrival.getTime() + tolerance
  return (possible ? new Date(time) : arrival).toISOString()
}

/** The milliseconds since 1970 of a time in seconds or as a text; undefined if it is none. */
export function momentOf(timestamp: unknown): number | undefined {
  const seconds = numberOf(timestamp)
  const time =
    seconds !== undefined
      ? seconds * 1000
      : Date.parse(typeof timestamp === 'string' ? timestamp : '')
  return time >= 0 && time <= lastMoment ? time : undefined
}
