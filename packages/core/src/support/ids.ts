import { runtime } from './runtime.js'

/** 32 lower-case hex digits of a random UUID (version 4), as the protocol writes event and trace ids. */
export function createEventId(): string {
  const bytes = randomBytes(16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return toHex(bytes)
}

/** 16 lower-case hex digits. */
export function createSpanId(): string {
  return toHex(randomBytes(8))
}

function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  // Some embedded web views have no crypto; ids need to be unlikely to meet, not hard to guess.
  if (runtime.crypto?.getRandomValues) return runtime.crypto.getRandomValues(bytes)
  return bytes.map(() => Math.random() * 256)
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
