import type { Mechanism, StackFrame } from '@mayday/core'
import {
  defined,
  type Fields,
  fieldsOf,
  flagOf,
  linesOf,
  listOf,
  numberOf,
  textOf,
} from './fields.js'

/** An exception of an event as far as it could be read. */
export interface ReadException {
  type?: string
  value?: string
  mechanism: Partial<Mechanism>
  /** Oldest call first, as on the wire. */
  frames: StackFrame[]
}

/** A frame at its place in the source, with the frame that was sent beside it. */
export interface ResolvedFrame extends StackFrame {
  raw?: StackFrame
}

/** The exceptions of an event, innermost cause first; the captured error is the last. */
export function exceptionsOf(event: unknown): ReadException[] {
  return listOf(fieldsOf(event)?.exception).map(readException)
}

/** The same exceptions with the frames that were found in the sources, where there are any. */
export function resolvedExceptionsOf(
  event: unknown,
  resolved: (ResolvedFrame[] | null)[] | undefined,
): (ReadException & { frames: ResolvedFrame[] })[] {
  return exceptionsOf(event).map((exception, index) => ({
    ...exception,
    frames: resolved?.[index] ?? exception.frames,
  }))
}

/** Whether a frame is the program's own code rather than a library's or the runtime's. */
export function isInApp(frame: StackFrame): boolean {
  return (
    frame.in_app ?? !/node_modules|^node:|^\[native/.test(frame.abs_path ?? frame.filename ?? '')
  )
}

/** The frame a reader wants to see first: the newest of the program's own, or else the newest. */
export function topFrame(frames: StackFrame[]): StackFrame | undefined {
  return frames.findLast(isInApp) ?? frames.at(-1)
}

function readException(exception: Fields): ReadException {
  return defined<ReadException>({
    type: textOf(exception.type),
    value: textOf(exception.value),
    mechanism: readMechanism(fieldsOf(exception.mechanism) ?? {}),
    frames: listOf(fieldsOf(exception.stacktrace)?.frames).map(readFrame),
  })
}

function readMechanism(mechanism: Fields): Partial<Mechanism> {
  return defined<Partial<Mechanism>>({
    type: textOf(mechanism.type),
    handled: flagOf(mechanism.handled),
    synthetic: flagOf(mechanism.synthetic),
    source: textOf(mechanism.source),
    exception_id: numberOf(mechanism.exception_id),
    parent_id: numberOf(mechanism.parent_id),
    is_exception_group: mechanism.is_exception_group === true ? true : undefined,
    data: fieldsOf(mechanism.data),
  })
}

function readFrame(frame: Fields): StackFrame {
  return defined<StackFrame>({
    filename: textOf(frame.filename),
    abs_path: textOf(frame.abs_path),
    function: textOf(frame.function),
    module: textOf(frame.module),
    lineno: numberOf(frame.lineno),
    colno: numberOf(frame.colno),
    context_line: typeof frame.context_line === 'string' ? frame.context_line : undefined,
    pre_context: Array.isArray(frame.pre_context) ? linesOf(frame.pre_context) : undefined,
    post_context: Array.isArray(frame.post_context) ? linesOf(frame.post_context) : undefined,
    in_app: flagOf(frame.in_app),
    vars: fieldsOf(frame.vars),
  })
}
