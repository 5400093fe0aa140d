import { isObject } from '../event/inspect.js'
import type { EventPayload } from '../protocol/envelope.js'
import { type Expected, inWords, isAsExpected, likeWhat, listed, titleOf } from './expected.js'
import { type MemoryReceiver, PATIENCE } from './receiver.js'

/** The types of `matchers`, for the interface in which your test runner looks for them. */
export interface CaptureMatchers<R = void> {
  /** That such an event arrived, or does so within a second. With `.not`: that none did. */
  toHaveCaptured(expected?: Expected): Promise<void>
  /** That exactly `times` such events arrived. */
  toHaveCapturedTimes(times: number, expected?: Expected): Promise<void>
  /** That the event has this title, `TypeError: x`, or one that the expression matches. */
  toHaveTitle(title: string | RegExp): R
}

export interface MatcherResult {
  pass: boolean
  message(): string
}

/** What test runners give matchers as `this`. */
interface MatcherState {
  isNot?: boolean
}

/** For `expect.extend()` of vitest, jest and their like. */
export const matchers = {
  async toHaveCaptured(
    this: MatcherState,
    received: unknown,
    expected?: Expected,
  ): Promise<MatcherResult> {
    const memory = receiver(received)
    const hasArrived = (): boolean => count(memory, expected) > 0
    if (this.isNot) await memory.settled()
    else await memory.until(hasArrived)
    const what = this.isNot
      ? `no event${likeWhat(expected)} to be captured`
      : `an event${likeWhat(expected)} to be captured within ${PATIENCE} ms`
    const { events } = memory
    return {
      pass: hasArrived(),
      message: () => `Expected ${what}. ${listed(events, this.isNot ? undefined : expected)}`,
    }
  },

  async toHaveCapturedTimes(
    this: MatcherState,
    received: unknown,
    times: number,
    expected?: Expected,
  ): Promise<MatcherResult> {
    const memory = receiver(received)
    if (!this.isNot) await memory.until(() => count(memory, expected) >= times)
    // One too many may be under way.
    await memory.settled()
    const arrived = count(memory, expected)
    const events = `events${likeWhat(expected)} to be captured`
    const what = this.isNot
      ? `another number of ${events} than ${times}`
      : `${times} ${events}; ${arrived} were`
    return {
      pass: arrived === times,
      message: () => `Expected ${what}. ${listed(memory.events)}`,
    }
  },

  toHaveTitle(this: MatcherState, received: unknown, title: string | RegExp): MatcherResult {
    if (!isObject(received)) throw new TypeError(`Expected an event, not ${inWords(received)}`)
    const actual = titleOf(received as EventPayload)
    const not = this.isNot ? 'not ' : ''
    const what = typeof title === 'string' ? `be "${title}"` : `match ${String(title)}`
    return {
      pass: typeof title === 'string' ? actual === title : actual.search(title) >= 0,
      message: () => `Expected the title ${not}to ${what}; it is "${actual}"`,
    }
  },
}

function count({ events }: MemoryReceiver, expected: Expected): number {
  return events.filter((event) => isAsExpected(event, expected)).length
}

function receiver(received: unknown): MemoryReceiver {
  if (isObject(received) && 'until' in received) return received as MemoryReceiver
  throw new TypeError('Expected what createMemoryReceiver() returns')
}
