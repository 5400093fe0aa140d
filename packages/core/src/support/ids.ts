import { runtime } from './runtime.js'
import { safely } from './safely.js'

/** 32 lower-case hex digits of a random UUID (version 4), as the protocol writes event and trace ids. */
export function createEventId(): string {
  // Workers refuse while they load the program.
  const id = safely('randomUUID', () => runtime.crypto?.randomUUID?.().replace(/-/g, ''))
  return id ?? TEMPLATE.replace(/x/g, randomDigit)
}

/** 16 lower-case hex digits. */
export function createSpanId(): string {
  return createEventId().slice(16)
}

/** Two digits say that it is one. */
const TEMPLATE = 'xxxxxxxxxxxx4xxxaxxxxxxxxxxxxxxx'

/** Where a page has no random UUIDs: ids need to be unlikely to meet, not hard to guess. */
function randomDigit(): string {
  return Math.trunc(Math.random() * 16).toString(16)
}
