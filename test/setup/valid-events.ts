// A test in which an event is sent that receivers would not understand fails, whatever the test is about.
import { parseEnvelope } from '@mayday/core/testing'
import { afterAll, afterEach, vi } from 'vitest'
import { unsendable, violations } from './event-violations.js'

const state = vi.hoisted(() => ({
  /** Events as they are given to be written, and bodies as they are sent. */
  written: [] as unknown[],
  sent: [] as (string | Uint8Array)[],
  isOdd: false,
}))

vi.mock('../../packages/core/src/delivery/envelope.ts', async (importOriginal) => {
  const original =
    await importOriginal<typeof import('../../packages/core/src/delivery/envelope.js')>()
  return {
    ...original,
    serializeEnvelope(envelope: Parameters<typeof original.serializeEnvelope>[0]) {
      const body = original.serializeEnvelope(envelope)
      for (const [{ type }, payload] of envelope[1]) {
        if (isEventLike(type)) state.written.push(payload)
      }
      state.sent.push(body)
      return body
    },
  }
})

/** Has what a process of its own sent checked at the end of this test. */
export function checkSent(body: string | Uint8Array): void {
  state.sent.push(body)
}

/** Lets this test send events that break the rules, since breaking them is what it is about. */
export function allowOddEvents(_reason: string): void {
  state.isOdd = true
}

const isEventLike = (type: string): boolean => type === 'event' || type === 'feedback'

function wrongIn(body: string | Uint8Array): string[] {
  const items = parseEnvelope(body).items.filter(({ headers }) => isEventLike(headers.type))
  return items.flatMap(({ headers, text }) => violations(JSON.parse(text), headers.type))
}

/** What is wrong with the events that this test has sent until now; asking for it makes it expected. */
export function foundSoFar(): string[] {
  const written = state.written.splice(0)
  const sent = state.sent.splice(0)
  const found = [...written.flatMap((event) => unsendable(event)), ...sent.flatMap(wrongIn)]
  return [...new Set(found)]
}

function check(): void {
  const { isOdd } = state
  state.isOdd = false
  const found = foundSoFar()
  if (isOdd || found.length === 0) return
  throw new Error(`Events were sent that are not valid:\n  ${found.join('\n  ')}`)
}

afterEach(check)
afterAll(check)
