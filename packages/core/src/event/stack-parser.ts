/** From the text of `error.stack` to frames of the protocol. */
import type { StackFrame } from '../protocol/event.js'

/**
 * Frames of a stack text, oldest call first, at most the 50 newest.
 *
 * @param skipFirstLines lines at the top that are no frames though they look like some
 * @param framesToPop newest frames to leave out
 */
export type StackParser = (
  stack: string,
  skipFirstLines?: number,
  framesToPop?: number,
) => StackFrame[]

export interface StackParserOptions {
  /** True when the file is part of the program, not of a library, the engine or an extension. */
  isInApp(filename: string): boolean
  /** Turns what the engine calls a file into what the event should. */
  toFilename?(location: string): string
}

/** The receivers keep the newest; deeper stacks say little more. */
const MAX_FRAMES = 50
/** Of a deep stack no more than this is looked at; some lines may be blank or headings. */
const MAX_LINES = 100
/** Longer lines (data URLs) would cost the expressions below quadratic time. */
const MAX_LENGTH = 1024

/** Makes a parser for the stacks of all engines. A line that it does not understand becomes a frame as it is. */
export function createStackParser(options: StackParserOptions): StackParser {
  return (stack, skipFirstLines = 0, framesToPop = 0) =>
    callLines(skipFirstLines ? stack.split('\n').slice(skipFirstLines).join('\n') : stack)
      .split('\n', framesToPop + MAX_LINES)
      .map((line) => shorten(line.trim()))
      .filter((line) => line && !HEADING.test(line))
      .slice(framesToPop, framesToPop + MAX_FRAMES)
      .map((line) => frameOf(line, options))
      .reverse()
}

/** V8 puts the message above its calls; other engines have none, but whoever wrote the stack may. */
function callLines(stack: string): string {
  return stack.slice(Math.max(stack.search(/^[ \t]*at /m), 0))
}

/** Names are at the start of a line, positions at its end. */
function shorten(line: string): string {
  return line.length > MAX_LENGTH
    ? line.slice(0, MAX_LENGTH / 2) + line.slice(-MAX_LENGTH / 2)
    : line
}

const HEADING = /^\w*Error(: |$)/
/**
 * `at name (place)`, `at async name (place)`, `at async place`, `name@place`, `promise callback*name@place`, `place`.
 * Names may have spaces, and places an @ or parentheses.
 */
const CALL =
  /^(?:at (?:(.*?) \((.*)\)|(?:async )?(.*))|(?:async )?(?:(?![\w-]+:)(?:[^@]*\*)?([^@]*)@)?(.*))$/s
const NO_NAME = /^(?:async )?(?:<?anonymous>?)?$/
/** The engine's own code, and React's elements: no place to go to. */
const BUILT_IN = /^(?:<anonymous>|index \d+|unknown[:\d]*|(\[native code]|native[:\d]*))$/
const DATA_URL = /^(data:[^,]*).*/
/** `eval at name (eval at name (place)), <anonymous>:1:2`: the innermost is the place in real code. */
const EVALUATED = /^eval at (?:.*eval at )?[^(]*\((.*?)\)+,.*/
/** `file:1:2`, `file line 1 > eval:1:2`, `file:wasm-function[1]:0x2`; nothing where Safari evaluated code. */
const PLACE =
  /^(?:address at )?(.*?)(?: line (\d+) > .*?)?(?:(?:^|:)(\d+):?(\d*)|:(wasm-function\[\d+]):?(0x\w+)?|^(?:\[wasm code])?)$/

function frameOf(line: string, options: StackParserOptions): StackFrame {
  const [, v8Name = '', v8Place, v8Bare, name = v8Name, place = v8Place ?? v8Bare ?? ''] =
    CALL.exec(line) ?? []
  const location = place.replace(EVALUATED, '$1')
  const [builtIn, native] = BUILT_IN.exec(location) ?? []
  const found = PLACE.exec(builtIn ? '' : location)
  // Not understood, but it may be the line that matters.
  if (!found) return { function: line, in_app: false }

  const [, file, evaluatedAt, lineno, colno, wasmFunction = '?', address] = found
  const url = native ? '[native code]' : file?.replace(DATA_URL, '<$1>') || '<anonymous>'
  const filename = options.toFilename?.(url) ?? url
  return {
    function: NO_NAME.test(name) ? wasmFunction : name,
    filename,
    lineno: Number(evaluatedAt ?? lineno) || undefined,
    colno: (!evaluatedAt && Number(colno)) || undefined,
    ...(address && { instruction_addr: address }),
    in_app: !builtIn && options.isInApp(filename),
  }
}
