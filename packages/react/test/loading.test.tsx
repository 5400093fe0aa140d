// @vitest-environment jsdom
// What reads stacks is loaded later than a page renders for the first time.
import { createMemoryReceiver } from '@mayday/core/testing'
import { createRootOptions, ErrorBoundary, init } from '@mayday/react'
import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { expect, it } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'

function First(): ReactNode {
  throw new RangeError('at once')
}

it('an error of the very first render arrives with its components', async () => {
  const memory = createMemoryReceiver()
  const client = init(memory.options)
  const root = createRoot(document.createElement('div'), createRootOptions())
  flushSync(() =>
    root.render(
      <ErrorBoundary>
        <First />
      </ErrorBoundary>,
    ),
  )
  expect(client.getTransport()).toBeUndefined()
  printed('error')
  const event = await memory.captured()
  const components = event.exception?.values?.find(
    ({ type }) => type === 'React ErrorBoundary RangeError',
  )
  expect(components?.stacktrace?.frames?.at(-1)).toMatchObject({
    function: 'First',
    filename: expect.stringContaining('loading.test.tsx'),
  })
  expect(event.tags).toEqual({ 'react.component': 'First' })
  expect(event.contexts?.react).toBeDefined()
  root.unmount()
  await client.close(1)
})
