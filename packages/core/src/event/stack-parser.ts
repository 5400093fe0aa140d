/** From the text of `error.stack` to frames of the protocol. */
import ErrorStackParser from 'error-stack-parser'
import type { StackFrame } from '../protocol/event.js'

/**
 * Frames of a stack text, oldest call first.
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
/** Longer lines (data URLs) cost the expressions of the parser quadratic time. */
const MAX_LINE = 1024

const MAX_CACHED_LINES = 500

/** Makes a parser for the stacks of all engines. The same line is parsed once, in a bounded cache. */
export function createStackParser(options: StackParserOptions): StackParser {
  const cache = new Map<string, StackFrame>()

  function frameOf(line: string): StackFrame {
    const frame = cache.get(line) ?? parseLine(line, options)
    if (cache.size >= MAX_CACHED_LINES) cache.clear()
    cache.set(line, frame)
    // Processors may change the frames of their event.
    return { ...frame }
  }

  return (stack, skipFirstLines = 0, framesToPop = 0) =>
    frameLines(stack.split('\n').slice(skipFirstLines))
      .slice(framesToPop, framesToPop + MAX_FRAMES)
      .map((line) => frameOf(line.slice(0, MAX_LINE)))
      .reverse()
}

const V8_LINE = /^\s*at /

/** The lines that stand for a call. V8 puts the message above them; other engines have none. */
function frameLines(lines: string[]): string[] {
  const firstV8 = lines.findIndex((line) => V8_LINE.test(line))
  return lines.slice(Math.max(firstV8, 0)).filter((line) => line.trim())
}

function parseLine(line: string, { isInApp, toFilename }: StackParserOptions): StackFrame {
  const call = parseCall(line.replace(/^(\s*at )async /, '$1'))
  // Evaluated code has lines but no file.
  const location = call?.fileName ?? (call?.lineNumber && '<anonymous>')
  const filename = location && (toFilename?.(location) ?? location)
  return {
    // A line that nobody understands is kept as it is: it may be the one that matters.
    function: call ? call.functionName || '?' : line.trim(),
    filename: filename || undefined,
    lineno: Number(call?.lineNumber) || undefined,
    colno: Number(call?.columnNumber) || undefined,
    in_app: !!filename && !BUILT_IN.test(filename) && isInApp(filename),
  }
}

interface ParsedLine {
  functionName?: string | undefined
  fileName?: string | undefined
  lineNumber?: number | undefined
  columnNumber?: number | undefined
}

/** The library's own types leave out the functions that read one engine's lines each. */
interface LineParsers {
  parseV8OrIE(error: { stack: string }): ParsedLine[]
  parseFFOrSafari(error: { stack: string }): ParsedLine[]
  extractLocation(location: string): (string | undefined)[]
}

const lines: LineParsers = {
  ...(ErrorStackParser as unknown as LineParsers),
  // The library's own one takes the parentheses out of paths, too: `/app/(shop)/page.js`.
  extractLocation: (location) =>
    (/^\(?(.+?)(?::(\d+))?(?::(\d+))?\)?$/.exec(location) ?? []).slice(1),
}

/** Calls without a line number: `at Array.map (<anonymous>)`, `forEach@[native code]`; the library leaves them out. */
const BUILT_IN = /^\s*(?:at (.*?) \(|([^@]*)@)?(<anonymous>|native|index \d+|\[native code\])\)?$/

function parseCall(line: string): ParsedLine | undefined {
  const builtIn = BUILT_IN.exec(line)
  if (builtIn) {
    const fileName = line.endsWith('code]') ? '[native code]' : '<anonymous>'
    return { functionName: builtIn[1] ?? builtIn[2], fileName }
  }
  const parse = V8_LINE.test(line) ? 'parseV8OrIE' : 'parseFFOrSafari'
  return lines[parse]({ stack: line })[0]
}
