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
    const known = cache.get(line)
    if (known) return { ...known }
    const frame = parseLine(line, options)
    if (cache.size >= MAX_CACHED_LINES) cache.clear()
    cache.set(line, frame)
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

function parseLine(line: string, options: StackParserOptions): StackFrame {
  const isV8 = V8_LINE.test(line)
  const parsed = isV8 ? parseV8(line) : parseOther(line)
  const location = parsed?.fileName
  const filename = location && (options.toFilename?.(location) ?? location)
  const frame: StackFrame = {
    // A line that nobody understands is kept as it is: it may be the one that matters.
    function: parsed ? parsed.functionName || '?' : line.trim(),
    in_app: !!filename && !isBuiltIn(filename) && options.isInApp(filename),
  }
  if (filename) frame.filename = filename
  if (parsed?.lineNumber) frame.lineno = Number(parsed.lineNumber)
  if (parsed?.columnNumber) frame.colno = Number(parsed.columnNumber)
  return frame
}

interface ParsedLine {
  functionName?: string | undefined
  fileName?: string | undefined
  lineNumber?: number | undefined
  columnNumber?: number | undefined
}

interface LineParsers {
  parseV8OrIE(error: { stack: string }): ParsedLine[]
  parseFFOrSafari(error: { stack: string }): ParsedLine[]
}

/** The library's types leave out the two functions that read one engine's lines each. */
const lines = ErrorStackParser as unknown as LineParsers

/** `at Array.map (<anonymous>)`, `at async Promise.all (index 0)`: calls without a line number. */
const V8_WITHOUT_LINE = /^\s*at (.*?) \((<anonymous>|native|index \d+)\)$/

/** `at run (/app/(shop)/page.js:1:2)`: the library takes the parentheses out of the path. */
const V8_NAMED = /^\s*at ([^(]*) \((?!eval at )(.+):(\d+):(\d+)\)$/

function parseV8(asyncLine: string): ParsedLine | undefined {
  const line = asyncLine.replace(/^(\s*at )async /, '$1')
  const builtIn = V8_WITHOUT_LINE.exec(line)
  if (builtIn) return { functionName: builtIn[1], fileName: '<anonymous>' }
  const named = V8_NAMED.exec(line)
  if (!named) return lines.parseV8OrIE({ stack: line })[0]
  const [, functionName, fileName, lineNumber, columnNumber] = named
  return {
    functionName,
    fileName,
    lineNumber: Number(lineNumber),
    columnNumber: Number(columnNumber),
  }
}

/** `forEach@[native code]`, or nothing before it: the library leaves some of these out. */
const NATIVE = /^(?:([^@]*)@)?(\[native code\])$/

function parseOther(line: string): ParsedLine | undefined {
  const native = NATIVE.exec(line)
  if (native) return { functionName: native[1], fileName: native[2] }
  return lines.parseFFOrSafari({ stack: line })[0]
}

function isBuiltIn(filename: string): boolean {
  return filename === '<anonymous>' || filename === '[native code]' || filename === 'native'
}
