/** Making an event smaller, from what says least about the error to what says most. */
import type { Event, Exception, StackFrame } from '../protocol/event.js'
import { cut } from '../support/cut.js'

/** What may go, by the name that the event is marked with, in the order in which it is given up. */
export const EXPENDABLE: readonly (readonly [name: string, shed: (event: Event) => Event])[] = [
  ['extra', without('extra')],
  ['breadcrumbs', without('breadcrumbs')],
  ['vars', ofFrames(({ vars, ...frame }) => frame)],
  ['context lines', ofFrames(bare)],
  ['middle frames', ofExceptions(withoutMiddle)],
  ['contexts', without('contexts')],
  ['request', without('request')],
  ['tags', without('tags')],
  ['user', without('user')],
]

/** What remains when nothing else helps: which error it was and where, in a few kilobytes. */
export function minimal(event: Event): Event {
  const { event_id, timestamp, platform, level, release, environment, dist, sdk, message } = event
  const small = { event_id, timestamp, platform, level, release, environment, dist, sdk }
  const values = event.exception?.values?.slice(-3)
  return marked(
    {
      ...small,
      ...(message && { message: cut(message, 500) }),
      ...(values && { exception: { values: values.map(smallest) } }),
    } as Event,
    event,
    ['all but the error'],
  )
}

/** The event with a mark of what was taken from it; its trace, which ties it to others, stays. */
export function marked(event: Event, { contexts }: Event, gone: readonly string[]): Event {
  const { trace, mayday } = contexts ?? {}
  const mark = { ...mayday, shed: gone }
  return { ...event, contexts: { ...(trace && { trace }), ...event.contexts, mayday: mark } }
}

function without(part: keyof Event) {
  return ({ [part]: _gone, ...event }: Event): Event => event
}

function ofExceptions(change: (exception: Exception) => Exception) {
  return (event: Event): Event => {
    const values = event.exception?.values
    return values ? { ...event, exception: { values: values.map(change) } } : event
  }
}

function ofFrames(change: (frame: StackFrame) => StackFrame): (event: Event) => Event {
  return ofExceptions((exception) => {
    const frames = exception.stacktrace?.frames
    return frames ? { ...exception, stacktrace: { frames: frames.map(change) } } : exception
  })
}

function bare({ filename, function: name, lineno, colno, in_app }: StackFrame): StackFrame {
  return { filename, function: name, lineno, colno, in_app } as StackFrame
}

const OUTERMOST = 5
const INNERMOST = 15

function withoutMiddle(exception: Exception): Exception {
  const frames = exception.stacktrace?.frames ?? []
  if (frames.length <= OUTERMOST + INNERMOST) return exception
  const kept = [...frames.slice(0, OUTERMOST), ...frames.slice(-INNERMOST)]
  return { ...exception, stacktrace: { frames: kept } }
}

function smallest({ type, value, mechanism, stacktrace }: Exception): Exception {
  const frames = stacktrace?.frames?.slice(-10).map(bare)
  return {
    type: cut(String(type), 200),
    value: cut(String(value), 500),
    ...(mechanism && { mechanism: { type: mechanism.type, handled: mechanism.handled } }),
    ...(frames && { stacktrace: { frames } }),
  } as Exception
}
