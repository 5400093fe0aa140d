import { parseEnvelope } from '@mayday/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundle, run } from './programs.js'
import { createReceiver, type Receiver } from './setup.js'

let sdk: Bundle

beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())

/** The check-ins that arrived, each once, however often it was sent. */
function statusesOf({ arrived }: Receiver): string[] {
  const items = arrived.flatMap(({ envelope }) => parseEnvelope(envelope).items)
  const statuses = items
    .filter(({ headers }) => headers.type === 'check_in')
    .map(({ text }) => (JSON.parse(text) as { status: string }).status)
  return [...new Set(statuses)].sort()
}

describe('the check-ins of a process that ends', () => {
  it.each([
    ['by process.exit right after it', 3, ['in_progress', 'ok']],
    ['by itself', 0, ['in_progress', 'ok']],
    ['by what the job throws', 1, ['error', 'in_progress']],
  ])('%s arrive', async (way, code, statuses) => {
    const receiver = await createReceiver()
    const env = { MAYDAY: sdk.url, DSN: receiver.dsn }
    const ending = await run('jobs.mjs', { args: [way], env })
    expect(ending.code).toBe(code)
    expect(statusesOf(receiver)).toEqual(statuses)
  })
})
