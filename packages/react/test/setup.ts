import type { EventEmitter } from 'node:events'
import { createMemoryReceiver, type MemoryReceiver } from '@mayday/core/testing'
import { type BrowserOptions, type Client, type Event, init } from '@mayday/react'
import { configure } from '@testing-library/dom'
import type { ReactNode } from 'react'
import * as React from 'react'
import { flushSync } from 'react-dom'
import { createRoot, type Root, type RootOptions } from 'react-dom/client'
import * as testUtils from 'react-dom/test-utils'
import { afterEach, vi } from 'vitest'
import '../../../test/setup/loaded.js'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
// As long as all tests wait.
configure({ asyncUtilTimeout: 15_000 })

let client: Client | undefined
const roots: Root[] = []

/** React 17 has it elsewhere. */
export const act: typeof React.act = Reflect.get(React, 'act') ?? testUtils.act

/** The React that this run is with. */
export const major: number = Number.parseInt(React.version, 10)

// What nobody catches would be printed past all spies.
const { jsdom } = globalThis as { jsdom?: { virtualConsole: EventEmitter } }
jsdom?.virtualConsole.removeAllListeners('jsdomError')

afterEach(async () => {
  for (const root of roots.splice(0)) await act(async () => root.unmount())
  await client?.close(1)
  document.body.innerHTML = ''
  if (major < 19) expectReports()
  Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
})

/** What React prints of errors before 19, whose roots have no handlers that would keep it quiet. */
const REPORTS =
  /^(The above error occurred in|Warning: (ReactDOM\.(render|hydrate) is no longer|unmountComponentAtNode is dep))/

/** Expects what older versions of React print of errors, and nothing else. */
function expectReports(): void {
  const { calls } = vi.mocked(console.error).mock
  const others = calls.filter((args) => !REPORTS.test(args.join(' ')))
  calls.splice(0, calls.length, ...others)
}

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
