// @vitest-environment jsdom
// Every way to fail with everything that may catch it; test/react/expected.ts says what is to come of it.
import { createMemoryReceiver } from '@mayday/core/testing'
import { version } from 'react'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { play } from '../../../test/react/cells.js'
import { cellsOf, told } from '../../../test/react/expected.js'
import type { ReactName } from '../../../test/react/versions.js'
import { printed } from '../../../test/setup/quiet-console.js'
import './setup.js'

declare const REACT_NAME: ReactName | undefined
const name = typeof REACT_NAME === 'string' ? REACT_NAME : 'react-19'

// What jsdom has not, and React asks for when it is loaded.
vi.hoisted(() => {
  globalThis.reportError = (error) => {
    const message = `Uncaught ${String(error)}`
    dispatchEvent(new ErrorEvent('error', { error, message, cancelable: true }))
  }
})

/** What nobody catches in timers and promises of Node a page would be told of. */
const KINDS = ['uncaughtException', 'unhandledRejection'] as const
const theirs = KINDS.map((kind) => process.listeners(kind as never))
beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false })
  for (const kind of KINDS) process.removeAllListeners(kind)
  process.on('uncaughtException', reportError)
  process.on('unhandledRejection', (reason) => {
    dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
  })
})
afterAll(() => {
  for (const [at, kind] of KINDS.entries()) {
    process.removeAllListeners(kind)
    for (const one of theirs[at] ?? []) process.on(kind, one)
  }
})

describe.each([
  ['', false],
  [' in StrictMode', true],
])(`with React ${version}%s`, (_where, isStrict) => {
  it.each(cellsOf(name))(
    '$cell, caught by $guard: $expected',
    async ({ cell, guard, expected }) => {
      const { events, options } = createMemoryReceiver()
      await play(cell, guard, { options, isStrict })
      // Which is compared in real pages.
      printed('warn')
      printed('error')
      const isTwice = isStrict && name === 'react-19' && `${cell} ${guard}` === 'effect none'
      // The page is told of both times that StrictMode has an effect fail, and cannot know.
      expect(told(events)).toBe(isTwice ? 'page! page!' : expected)
    },
  )
})
