import type { Event, StackFrame } from '../protocol/event.js'

/** The file of the newest frame that has one: where it was thrown. */
export function fileOf(frames: readonly StackFrame[] | undefined): string | undefined {
  const files = frames?.map(({ filename }) => filename)
  return files?.filter((file) => file && file !== '<anonymous>' && file !== '[native code]').at(-1)
}

/** Where the event's exception was thrown; the captured one, or the newest above it that has frames. */
export function throwingFile({ exception }: Event): string | undefined {
  const roots = exception?.values?.filter(
    (one) => one?.mechanism?.parent_id === undefined && one?.stacktrace?.frames?.length,
  )
  return fileOf(roots?.at(-1)?.stacktrace?.frames)
}
