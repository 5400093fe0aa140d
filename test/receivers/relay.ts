/** Relay's own normaliser: what Sentry makes of an event before it is stored. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { EventPayload } from '@mayday/core'
import { python } from './python.js'

type Json = Record<string, unknown>

export interface Normalised extends Json {
  /** Remarks and errors, in a tree of the event's own form; those of a node are its member `''`. */
  _meta?: Json
}

export interface Relay {
  normalise(event: EventPayload): Promise<Normalised>
  close(): Promise<void>
}

/** Starts the normaliser; it ends with its input. */
export function startRelay(): Relay {
  const file = fileURLToPath(new URL('normalise.py', import.meta.url))
  const child = spawn(python, [file], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  return {
    async normalise(event) {
      child.stdin.write(`${JSON.stringify(event)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error('The normaliser has ended')
      return JSON.parse(value)
    },
    close() {
      child.stdin.end()
      return ended
    },
  }
}

export interface Remark {
  path: string
  remark: { err?: unknown[]; rem?: [rule: string, ...unknown[]][] }
}

/** Every remark in `_meta`, with the path of what it is about. */
export function remarksIn(meta: Json = {}, path = ''): Remark[] {
  return Object.entries(meta).flatMap(([key, node]) =>
    key === ''
      ? [{ path, remark: node as Remark['remark'] }]
      : remarksIn(node as Json, path ? `${path}.${key}` : key),
  )
}
