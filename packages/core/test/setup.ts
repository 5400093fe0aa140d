import { type Client, init, type Options } from '@mayday/core'
import { createMemoryReceiver, type MemoryReceiver } from '@mayday/core/testing'
import { afterEach } from 'vitest'

let client: Client | undefined

afterEach(async () => {
  await client?.close(1)
  Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
})

/** Starts the SDK with a receiver in memory; both end with the test. */
export function start(options: Partial<Options> = {}): MemoryReceiver & { client: Client } {
  const memory = createMemoryReceiver()
  client = init({ ...memory.options, ...options })
  return { ...memory, client }
}
