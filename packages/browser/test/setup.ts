import { type BrowserOptions, type Client, type Event, init } from '@mayday/browser'
import { createMemoryReceiver, type MemoryReceiver } from '@mayday/core/testing'
import { afterEach } from 'vitest'
import '../../../test/setup/loaded.js'

const clients: Client[] = []

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close(1)))
  Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
})

/** Starts the SDK with a receiver in memory; both end with the test. */
export function start(options: Partial<BrowserOptions> = {}): MemoryReceiver & { client: Client } {
  const memory = createMemoryReceiver()
  return { ...memory, client: started(init({ ...memory.options, ...options })) }
}

/** Ends the client with the test. */
export function started(client: Client): Client {
  clients.push(client)
  return client
}

/** The real window of jsdom, where event handlers are set: the test's globals are a copy of its members. */
export const page = (globalThis as unknown as { jsdom: { window: Window & typeof globalThis } })
  .jsdom.window

/** The page's own listener, without which the test environment takes an error for one of the test. */
export function listenToErrors(): () => void {
  const listener = (): void => {}
  globalThis.addEventListener('error', listener)
  return () => globalThis.removeEventListener('error', listener)
}

/** What the browser does with an error that nobody catches. */
export function raise(init: ErrorEventInit): void {
  globalThis.dispatchEvent(new ErrorEvent('error', { cancelable: true, ...init }))
}

/** What the browser does with a rejection that nobody handles; jsdom does not do it by itself. */
export function rejectUnhandled(members: Record<string, unknown>): void {
  globalThis.dispatchEvent(Object.assign(new page.Event('unhandledrejection'), members))
}

/** The exception that was captured; before it stand its causes. */
export function captured(event: Pick<Event, 'exception'>) {
  const value = event.exception?.values?.at(-1)
  if (!value) throw new Error('The event has no exception')
  return value
}
