import type { Event, StackFrame } from '../protocol/event.js'

/** The event with other frames in its stacks; the one that is given stays as it is. */
export function mapStacks(event: Event, change: (frames: StackFrame[]) => StackFrame[]): Event {
  const values = event.exception?.values?.map((one) => {
    const { frames } = one.stacktrace ?? {}
    return frames ? { ...one, stacktrace: { ...one.stacktrace, frames: change(frames) } } : one
  })
  return values ? { ...event, exception: { ...event.exception, values } } : event
}

/** The event with each frame of its exceptions changed; the frames that are given are copies. */
export function mapFrames(event: Event, change: (frame: StackFrame) => StackFrame): Event {
  return mapStacks(event, (frames) => frames.map((frame) => change({ ...frame })))
}
