import {
  GREATEST_LOWER_BOUND,
  isIgnored,
  LEAST_UPPER_BOUND,
  type OriginalMapping,
  originalPositionFor,
  sourceContentFor,
} from '@jridgewell/trace-mapping'
import type { StackFrame } from '@mayday/core'
import type { ResolvedFrame } from '../event/exceptions.js'
import { functionOf } from '../event/summary.js'
import { declaredName, isMinified } from './function-name.js'
import type { Script } from './script.js'

const contextLines = 5
/** Longer lines are a bundler's, and not for people. */
const longestLine = 500

/** The frame at its place in the source, if the script's map knows it. */
export function resolveFrame(
  frame: StackFrame,
  script: Script,
  caller: { frame: StackFrame; script: Script } | undefined,
): ResolvedFrame | undefined {
  const mapping = originalPosition(frame, script)
  if (!script.map || !mapping) return withContextOfScript(frame, script)
  const content = sourceContentFor(script.map, mapping.source) ?? undefined
  const lines = content?.split(/\r?\n/)
  const filename = cleanSource(mapping.source, script.url)
  const name = nameOf(frame, script, lines, mapping, caller)
  return {
    filename,
    ...(frame.abs_path !== undefined && { abs_path: frame.abs_path }),
    ...(name !== undefined && { function: name }),
    lineno: mapping.line,
    colno: mapping.column + 1,
    ...(lines && contextOf(lines, mapping.line)),
    in_app:
      isOwnSource(filename) && !isIgnored(script.map, mapping.source) && frame.in_app !== false,
    raw: frame,
  }
}

function withContextOfScript(frame: StackFrame, script: Script): ResolvedFrame | undefined {
  if (frame.lineno === undefined || frame.context_line !== undefined) return undefined
  const context = contextOf(script.lines, frame.lineno)
  if (!context) return undefined
  const own = isOwnSource(script.url.pathname)
  return { ...frame, ...context, ...(!own && { in_app: false }), raw: frame }
}

/** Whether the script's map knows the place of a frame. Never throws. */
export function hasMapping(frame: StackFrame, script: Script): boolean {
  try {
    return originalPosition(frame, script) !== undefined
  } catch {
    return false
  }
}

/** Whether a line was written by somebody rather than by a bundler. */
export function isForPeople(line: string): boolean {
  return line.length <= longestLine
}

function originalPosition(
  frame: StackFrame,
  { map }: Script,
): (OriginalMapping & { source: string }) | undefined {
  if (!map || frame.lineno === undefined || frame.lineno < 1) return undefined
  const mapping = originalPositionFor(map, {
    line: frame.lineno,
    // The wire counts columns from 1, source maps count from 0.
    column: Math.max(0, (frame.colno ?? 1) - 1),
    bias: frame.colno === undefined ? LEAST_UPPER_BOUND : GREATEST_LOWER_BOUND,
  })
  const { source } = mapping
  return source === null ? undefined : { ...mapping, source }
}

/**
 * A frame tells the minified name of its function. The real one is what the source has where the script declares it, or
 * else what the caller's source calls it, which is believed only if the frame's own source has something of that name
 * further up.
 */
function nameOf(
  frame: StackFrame,
  script: Script,
  lines: string[] | undefined,
  { source, line }: { source: string; line: number },
  caller: { frame: StackFrame; script: Script } | undefined,
): string | undefined {
  const given = functionOf(frame)
  if (given !== undefined && !isMinified(given)) return given
  const declared = declaredName(frame, script, source)
  if (declared !== undefined) return declared
  const called = caller && originalPosition(caller.frame, caller.script)?.name
  if (!called || !lines) return given
  return declares(lines.slice(0, line).join('\n'), called) ? called : given
}

function declares(source: string, name: string): boolean {
  const word = name.replace(/[^\w$]/g, '').replaceAll('$', '\\$')
  if (word === '') return false
  return new RegExp(
    `(?:\\b(?:function\\s*\\*?|const|let|var|class)\\s+${word}(?![\\w$]))` +
      `|(?:^[ \\t]*(?:(?:static|async|get|set) +)*[*#]?${word}[ \\t]*(?:\\([^;{]{0,200}\\{|[:=]))`,
    'm',
  ).test(source)
}

function contextOf(
  lines: string[],
  lineno: number,
): Pick<StackFrame, 'context_line' | 'pre_context' | 'post_context'> | undefined {
  const index = lineno - 1
  const around = lines.slice(Math.max(0, index - contextLines), index + contextLines + 1)
  const line = lines[index]
  if (line === undefined || !around.every(isForPeople)) return undefined
  return {
    pre_context: lines.slice(Math.max(0, index - contextLines), index),
    context_line: line,
    post_context: lines.slice(index + 1, index + 1 + contextLines),
  }
}

/** `src/main.ts`, however the bundler wrote it down. */
function cleanSource(source: string, scriptUrl: URL): string {
  const path = source
    .replace(`${scriptUrl.origin}/`, '')
    .replace(/^(?:webpack|webpack-internal|turbopack|rsc|vite|rolldown|rollup):\/{2,3}/, '')
    .replace(/^file:\/\//, '')
    .replace(/[?#].*$/, '')
  return path
    .replace(/^(?:\[project\]|[\w@-]+(?=\/\.\/)|\(.*?\))\//, '')
    .replace(/^(?:\.{1,2}\/)+/, '')
}

function isOwnSource(filename: string): boolean {
  return !/(?:^|\/)(?:node_modules|@vite)\//.test(filename)
}
