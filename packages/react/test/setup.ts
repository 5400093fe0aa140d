import { createMemoryReceiver, type MemoryReceiver } from '@mayday/core/testing'
import { type BrowserOptions, type Client, type Event, init } from '@mayday/react'
import { act, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, type Root, type RootOptions } from 'react-dom/client'
import { afterEach } from 'vitest'
import '../../../test/setup/loaded.js'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let client: Client | undefined
const roots: Root[] = []

afterEach(async () => {
  for (const root of roots.splice(0)) await act(async () => root.unmount())
  await client?.close(1)
  document.body.innerHTML = ''
  Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
})

/** Starts the SDK with a receiver in memory; both end with the test. */
export function start(options: Partial<BrowserOptions> = {}): MemoryReceiver & { client: Client } {
  const memory = createMemoryReceiver()
  client = init({ ...memory.options, ...options })
  return { ...memory, client }
}

export interface Rendered {
  /** What the page shows now. */
  text(): string
  render(node: ReactNode): Promise<void>
  unmount(): Promise<void>
}

/** Renders into a root of its own, with handlers that print nothing unless the test brings others. */
export async function render(node: ReactNode, options: RootOptions = {}): Promise<Rendered> {
  const container = document.body.appendChild(document.createElement('div'))
  const root = createRoot(container, {
    onCaughtError: () => {},
    onUncaughtError: () => {},
    onRecoverableError: () => {},
    ...options,
  })
  roots.push(root)
  const rendered: Rendered = {
    text: () => container.textContent,
    render: (next) => act(async () => root.render(next)),
    unmount: () => act(async () => root.unmount()),
  }
  await rendered.render(node)
  return rendered
}

/** Renders as a page does: inside `act` React keeps what nobody catches from the root's handlers. */
export function renderOutsideTests(node: ReactNode, options: RootOptions): void {
  const root = createRoot(document.body.appendChild(document.createElement('div')), options)
  roots.push(root)
  const flags = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }
  flags.IS_REACT_ACT_ENVIRONMENT = false
  flushSync(() => root.render(node))
  flags.IS_REACT_ACT_ENVIRONMENT = true
}

/** The exception that was captured; before it stand its causes. */
export function captured(event: Pick<Event, 'exception'> | undefined) {
  const value = event?.exception?.values?.at(-1)
  if (!value) throw new Error('The event has no exception')
  return value
}

/** A component that throws what it is given as long as it is given something. */
export function Failing({ error, children }: { error?: unknown; children?: ReactNode }): ReactNode {
  if (error !== undefined) throw error
  return children ?? 'intact'
}
