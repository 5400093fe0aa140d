/** Making an event smaller, from what says least about the error to what says most. */
import type { Event, Exception, StackFrame } from '../protocol/event.js'
import { cut } from '../support/cut.js'
import { mark } from './mark.js'
import { mapStacks } from './stacks.js'

type Change = (event: Event, name: string) => object

/** Of the oldest and of the newest frames each, when the middle of a deep stack has to go. */
const KEPT = 20

/** What may go, by the name that the event is marked with, in the order in which it is given up. */
const STEPS: Record<string, Change> = {
  modules: without,
  extra: without,
  breadcrumbs: without,
  'frame details': ofStacks((frames) => frames.map(bare)),
  'middle frames': ofStacks((frames) =>
    frames.length > 2 * KEPT ? [...frames.slice(0, KEPT), ...frames.slice(-KEPT)] : frames,
  ),
  // The trace, which ties the event to others, stays.
  contexts: ({ contexts: { trace, mayday } = {}, ...event }) => ({
    ...event,
    contexts: { trace, mayday },
  }),
  request: without,
  tags: without,
  user: without,
  'all but the error': minimal,
}

/** The event as it is or, if it does not fit, what remains once it does, with a mark of what was taken from it. */
export function shed(event: Event, fits: (event: Event) => boolean): Event {
  const gone: string[] = []
  let smaller = event
  for (const [name, change] of Object.entries(STEPS)) {
    if (fits(smaller)) break
    if (change === without && isEmpty(smaller[name as keyof Event])) continue
    smaller = change(smaller, name)
    gone.push(name)
  }
  return gone.length > 0 ? mark(smaller, { shed: gone }) : event
}

function isEmpty(part: unknown): boolean {
  return Object.keys(part ?? {}).length === 0
}

function without(event: Event, part: string): Event {
  return { ...event, [part]: undefined }
}

function ofStacks(change: (frames: StackFrame[]) => StackFrame[]): Change {
  return (event) => mapStacks(event, change)
}

function bare({ filename, function: name, lineno, colno, in_app }: StackFrame): StackFrame {
  return { filename, function: name, lineno, colno, in_app } as StackFrame
}

/** What remains when nothing else helps: which error it was and where, in a few kilobytes. */
function minimal(event: Event): object {
  const { event_id, timestamp, platform, level, release, environment, dist, sdk, contexts } = event
  const { message, exception } = event
  return {
    ...{ event_id, timestamp, platform, level, release, environment, dist, sdk, contexts },
    message: message && cut(message, 500),
    exception: exception && { values: exception.values?.slice(-3).map(smallest) },
  }
}

function smallest({ type, value, mechanism, stacktrace }: Exception): object {
  return {
    type: cut(String(type), 200),
    value: cut(String(value), 500),
    mechanism: mechanism && { type: mechanism.type, handled: mechanism.handled },
    stacktrace: stacktrace && { frames: stacktrace.frames?.slice(-10) },
  }
}
