// @vitest-environment jsdom
// Development builds before React 19 have components fail once more where the page's handlers hear of it.
import { ErrorBoundary } from '@mayday/react'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, Failing, major, render, start } from './setup.js'

describe.skipIf(major > 18)('what a component fails with once more', () => {
  it('is not captured, while what fails because of it is', async () => {
    const { client, events } = start()
    const element = document.body.appendChild(document.createElement('i'))
    element.addEventListener('click', () => {
      throw new TypeError('of a listener')
    })
    let calls = 0
    function Clicking(): ReactNode {
      if (calls++ === 1) element.click()
      throw new RangeError('of the component')
    }
    await render(
      <ErrorBoundary>
        <Clicking />
      </ErrorBoundary>,
    )
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual([
      'of a listener',
      'of the component',
    ])
  })

  it('is captured like anything else once the client has closed, by another one', async () => {
    const first = start()
    await first.client.close()
    const { client, events } = start()
    await render(
      <ErrorBoundary>
        <Failing error={new Error('broken')} />
      </ErrorBoundary>,
    )
    printed('error')
    await client.flush()
    expect(first.events).toEqual([])
    expect(events).toHaveLength(1)
  })

  it('leaves the limit of stacks as it was', async () => {
    const { stackTraceLimit } = Error
    start()
    await render(
      <ErrorBoundary>
        <Failing error={new Error('broken')} />
      </ErrorBoundary>,
    )
    expect(Error.stackTraceLimit).toBe(stackTraceLimit)
  })
})
