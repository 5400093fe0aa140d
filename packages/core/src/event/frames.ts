import type { Event, StackFrame } from '../protocol/event.js'

/** The event with each frame of its exceptions changed; the frames that are given are copies. */
export function mapFrames(event: Event, change: (frame: StackFrame) => StackFrame): Event {
  const values = event.exception?.values?.map((one) => {
    const frames = one.stacktrace?.frames?.map((frame) => change({ ...frame }))
    return frames ? { ...one, stacktrace: { ...one.stacktrace, frames } } : one
  })
  return values ? { ...event, exception: { ...event.exception, values } } : event
}
