// @vitest-environment jsdom
// A page as people use it.
import { ErrorBoundary, type FallbackProps, useErrorBoundary } from '@mayday/react'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { type ReactNode, useState } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, major, start } from './setup.js'

afterEach(cleanup)

function Sorry({ eventId, resetError }: FallbackProps): ReactNode {
  return (
    <div role="alert">
      <p>Report {eventId} was sent.</p>
      <button type="button" onClick={resetError}>
        Try again
      </button>
    </div>
  )
}

function Order({ pay }: { pay: () => Promise<string> }): ReactNode {
  const { showBoundary } = useErrorBoundary()
  const [state, setState] = useState('open')
  return (
    <>
      <p>The order is {state}.</p>
      <button type="button" onClick={() => pay().then(setState, showBoundary)}>
        Pay
      </button>
    </>
  )
}

// Testing Library has the latest React only.
describe.skipIf(major < 19)('a page with a boundary', () => {
  it('tells of a failed request, names the report, and goes on', async () => {
    const memory = start()
    let attempts = 0
    const pay = async () => {
      if (attempts++ === 0) throw new TypeError('Failed to fetch')
      return 'paid'
    }
    render(
      <ErrorBoundary FallbackComponent={Sorry}>
        <Order pay={pay} />
      </ErrorBoundary>,
    )
    fireEvent.click(screen.getByRole('button', { name: 'Pay' }))
    expect((await screen.findByRole('alert')).textContent).toContain('was sent')
    expect(printed('error').join()).toContain('The above error occurred in the <Order> component')
    const event = await memory.captured()
    expect(captured(event)).toMatchObject({
      value: 'Failed to fetch',
      mechanism: { type: 'auto.function.react.error_boundary', handled: true },
    })
    screen.getByText(`Report ${event.event_id} was sent.`)
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    fireEvent.click(screen.getByRole('button', { name: 'Pay' }))
    await screen.findByText('The order is paid.')
    await memory.client.flush()
    expect(memory.events).toHaveLength(1)
  })
})
