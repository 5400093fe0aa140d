import { runtime } from './runtime.js'

/** 32 lower-case hex digits of a random UUID (version 4), as the protocol writes event and trace ids. */
export function createEventId(): string {
  // Two digits say that it is one.
  return `${randomHex(12)}4${randomHex(3)}a${randomHex(15)}`
}

/** 16 lower-case hex digits. */
export function createSpanId(): string {
  return randomHex(16)
}

function randomHex(digits: number): string {
  const bytes = new Uint8Array(digits)
  // Some embedded web views have no crypto; ids need to be unlikely to meet, not hard to guess.
  const random = runtime.crypto?.getRandomValues(bytes) ?? bytes.map(() => Math.random() * 256)
  return Array.from(random, (byte) => (byte % 16).toString(16)).join('')
}
