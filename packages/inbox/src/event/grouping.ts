/**
 * Which events are the same problem. Version 1 makes an issue of
 *
 * 1. the `fingerprint`, if the event brings one; `{{ default }}` in it stands for the rules below;
 * 2. the types of all exceptions and, of the captured one, the function and file of each in-app
 *    frame (of all frames if none is in-app), never line numbers: code moves, the problem stays.
 *    A nameless function goes by its source line. Repeats in a row count once, so that a recursion
 *    is one issue however deep it went;
 * 3. without frames, or when the SDK made the error object itself: types and message, with
 *    numbers and ids in the message replaced.
 *
 * The version is part of every issue's id: changed rules make new issues, never mix old ones.
 */
import { createHash } from 'node:crypto'
import type { StackFrame } from '@mayday/core'
import { isInApp, type ReadException } from './exceptions.js'
import { fieldsOf, textOf } from './fields.js'
import { fileOf, functionOf, messageOf } from './summary.js'

const version = 1

/** Enough for any path; searching a text of any length for hashes would take anyone's time. */
const longestPath = 500

/** The same for events that are the same problem. Frames found in the sources group best. */
export function groupHashOf(project: string, event: unknown, exceptions: ReadException[]): string {
  const parts = fingerprintOf(event, exceptions) ?? defaultParts(event, exceptions)
  return hash([version, project, ...parts])
}

function fingerprintOf(event: unknown, exceptions: ReadException[]): string[] | undefined {
  const given = fieldsOf(event)?.fingerprint
  const parts = Array.isArray(given) ? given.flatMap((part) => textOf(part) ?? []) : []
  if (parts.length === 0) return undefined
  return parts.flatMap((part) =>
    /^\{\{\s*default\s*\}\}$/.test(part) ? defaultParts(event, exceptions) : ['=', part],
  )
}

function defaultParts(event: unknown, exceptions: ReadException[]): string[] {
  const captured = exceptions.at(-1)
  if (captured === undefined) return ['message', steady(templateOf(event))]
  const types = exceptions.map(({ type, mechanism }) => (mechanism.synthetic ? '' : (type ?? '')))
  const stack = mechanismHidesStack(captured) ? [] : framesPart(captured.frames)
  return stack.length > 0
    ? ['stack', ...types, '', ...stack]
    : ['value', ...types, '', steady(captured.value ?? messageOf(event) ?? '')]
}

/** The stack of an error that the SDK made ends at the capture call, whatever the value was. */
function mechanismHidesStack({ mechanism, value }: ReadException): boolean {
  return mechanism.synthetic === true && value !== undefined
}

function framesPart(frames: StackFrame[]): string[] {
  const own = frames.filter(isInApp)
  const lines = (own.length > 0 ? own : frames).map(framePart).filter((line) => line !== '')
  return lines.filter((line, index) => line !== lines[index - 1])
}

function framePart(frame: StackFrame): string {
  const name = functionOf(frame) ?? frame.context_line?.trim().slice(0, 200) ?? ''
  return [steadyFile((frame.module ?? fileOf(frame)).slice(-longestPath)), name]
    .filter(Boolean)
    .join(' ')
}

/** A path without what a new build changes in it: `assets/index-Ab12Cd34.js` is `assets/index.js`. */
function steadyFile(file: string): string {
  return file.replace(/[-.]([\w-]{8,})(?=(?:\.chunk)?\.[cm]?js$)/, (whole, part: string) =>
    isContentHash(part) ? '' : whole,
  )
}

/** Bundlers write a content hash as hex digits or as eight letters and digits in both cases. */
function isContentHash(part: string): boolean {
  if (/^[0-9a-f]+$/.test(part)) return /\d/.test(part)
  return part.length === 8 && (/\d/.test(part) || (/[a-z]/.test(part) && /[A-Z]/.test(part)))
}

function templateOf(event: unknown): string {
  return textOf(fieldsOf(fieldsOf(event)?.logentry)?.message) ?? messageOf(event) ?? ''
}

/** A message without what differs from one occurrence to the next. */
function steady(message: string): string {
  return message
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<uuid>')
    .replace(/\b0x[0-9a-f]+\b/gi, '<hex>')
    .replace(/\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b/gi, '<hex>')
    .replace(/\d+(?:\.\d+)?/g, '<n>')
    .trim()
}

function hash(parts: (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}
