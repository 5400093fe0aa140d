import { readFileSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { type Integration, type StackFrame, safely, scrubSource } from '@mayday/core'

/** Larger files are bundles, and reading them would hold up the program. */
const MAX_BYTES = 1_000_000
/** A longer line is minified code, which nobody reads. */
const MAX_LINE = 1000
const MAX_SHOWN = 200
const MAX_FILES = 50

export interface ContextLinesOptions {
  /** Lines shown above and below that of a frame; 0 for none, not even that one. @default that of `dataCollection` */
  frameContextLines?: number | undefined
}

/**
 * Shows the source around the lines of the program's own frames. Files are read at once, not in the background: an
 * event that waited for them would be lost when the process ends on the next line. The cache makes that rare.
 */
export function contextLinesIntegration(options: ContextLinesOptions = {}): Integration {
  const cache = new Map<string, string[] | undefined>()

  function linesOf(file: string): string[] | undefined {
    if (cache.has(file)) return cache.get(file)
    if (cache.size >= MAX_FILES) cache.clear()
    const lines = safely('reading a source file', () => readLines(file))
    cache.set(file, lines)
    return lines
  }

  return {
    name: 'ContextLines',
    processEvent(event, _hint, client) {
      const { frameContextLines } = { ...client.getOptions().dataCollection, ...options }
      if (!frameContextLines) return event
      for (const { stacktrace } of event.exception?.values ?? []) {
        for (const frame of stacktrace?.frames ?? []) addContext(frame, linesOf, frameContextLines)
      }
      return event
    },
  }
}

function readLines(file: string): string[] | undefined {
  const { size } = statSync(file)
  return size > MAX_BYTES ? undefined : readFileSync(file, 'utf8').split(/\r?\n/)
}

function addContext(
  frame: StackFrame,
  linesOf: (file: string) => string[] | undefined,
  around: number,
): void {
  const { filename, lineno, in_app } = frame
  if (!in_app || !filename || !lineno || !isAbsolute(filename)) return
  const lines = linesOf(filename)
  const line = lines?.[lineno - 1]
  if (!lines || line === undefined || line.length > MAX_LINE) return
  frame.pre_context = lines.slice(Math.max(lineno - 1 - around, 0), lineno - 1).map(short)
  frame.context_line = short(line)
  frame.post_context = lines.slice(lineno, lineno + around).map(short)
}

/** A line of nothing but Base64 is a part of a key or of a file. */
const BASE64 = /^(?=.*\d)(?=.*[A-Z])[^\w+/]*[\w+/]{60,}[^\w+/]*$/

/** The same lines come again with every error of their place, and looking for secrets takes time. */
const known = new Map<string, string>()
const MAX_KNOWN = 500

function short(whole: string): string {
  let shown = known.get(whole)
  if (shown === undefined) {
    shown = shorten(whole)
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(whole, shown)
  }
  return shown
}

function shorten(whole: string): string {
  const line = whole.slice(0, MAX_LINE)
  return cut(BASE64.test(line) ? '[Filtered]' : scrubSource(line))
}

function cut(line: string): string {
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)} {snip}` : line
}
