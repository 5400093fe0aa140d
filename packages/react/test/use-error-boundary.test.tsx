// @vitest-environment jsdom
import {
  ErrorBoundary,
  type ErrorBoundaryControls,
  type FallbackProps,
  useErrorBoundary,
} from '@mayday/react'
import { type ReactNode, StrictMode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { act, captured, major, render, start } from './setup.js'

/** What the component on the page has got from the hook, last. */
let controls: ErrorBoundaryControls

function Loader(): ReactNode {
  controls = useErrorBoundary()
  return 'loading'
}

function Sorry(_props: FallbackProps): ReactNode {
  controls = useErrorBoundary()
  return 'sorry'
}

const bounded = (node: ReactNode, onReset?: () => void): ReactNode => (
  <ErrorBoundary FallbackComponent={Sorry} {...(onReset && { onReset })}>
    {node}
  </ErrorBoundary>
)

const show = (error: unknown) => act(async () => controls.showBoundary(error))

describe('showBoundary', () => {
  it.each([
    ['an error', new RangeError('too late'), 'too late'],
    ['a text', 'too late', 'too late'],
    ['a frozen error', Object.freeze(new Error('cold')), 'cold'],
  ])('has the nearest boundary catch %s, once, with the component', async (_what, error, value) => {
    const { client, events } = start()
    const outer = vi.fn()
    const page = await render(
      <StrictMode>
        <ErrorBoundary onError={outer}>
          <ErrorBoundary FallbackComponent={Sorry}>
            <Loader />
          </ErrorBoundary>
        </ErrorBoundary>
      </StrictMode>,
    )
    await show(error)
    printed('warn')
    expect(page.text()).toBe('sorry')
    expect(outer).not.toHaveBeenCalled()
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({
      value,
      mechanism: { type: 'auto.function.react.error_boundary', handled: true },
    })
    const components = events[0]?.exception?.values?.[0]?.stacktrace?.frames
    expect(components?.at(-1)?.function).toBe('Loader')
    expect(events[0]?.tags).toEqual({ 'react.component': 'Loader' })
  })

  it.skipIf(major === 17)('catches what has no value, too', async () => {
    const memory = start()
    const page = await render(bounded(<Loader />))
    await show(undefined)
    expect(page.text()).toBe('sorry')
    expect(captured(await memory.captured()).value).toBe('undefined')
  })

  it('of a fallback shows it anew, for the new error', async () => {
    const { client, events } = start()
    const page = await render(bounded(<Loader />))
    await show(new Error('first'))
    await show(new Error('second'))
    expect(page.text()).toBe('sorry')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['first', 'second'])
  })

  it('captures what comes after its component has gone, and shows nothing', async () => {
    const memory = start()
    const page = await render(bounded(<Loader />))
    const { showBoundary } = controls
    await page.render(bounded('the next page'))
    await act(async () => showBoundary(new Error('nobody waits')))
    expect(page.text()).toBe('the next page')
    expect(captured(await memory.captured())).toMatchObject({
      value: 'nobody waits',
      mechanism: { type: 'auto.function.react.error_boundary', handled: true },
    })
  })
})

describe('resetBoundary', () => {
  it('renders the children anew from within the fallback', async () => {
    start()
    const onReset = vi.fn()
    const page = await render(
      <ErrorBoundary FallbackComponent={Sorry} onReset={onReset}>
        <Loader />
      </ErrorBoundary>,
    )
    const error = new Error('for a while')
    await show(error)
    expect(page.text()).toBe('sorry')
    await act(async () => controls.resetBoundary())
    expect(page.text()).toBe('loading')
    expect(onReset.mock.calls).toEqual([[error, expect.any(String), expect.any(String)]])
  })

  it('does nothing while nothing has failed, nor without a boundary', async () => {
    start()
    const onReset = vi.fn()
    const page = await render(bounded(<Loader />, onReset))
    await act(async () => controls.resetBoundary())
    await page.render(<Loader />)
    await act(async () => controls.resetBoundary())
    expect(page.text()).toBe('loading')
    expect(onReset).not.toHaveBeenCalled()
  })
})

it('gives the same functions in each render', async () => {
  start()
  const page = await render(bounded(<Loader />))
  const first = controls
  await page.render(bounded(<Loader />))
  expect(controls).toBe(first)
})
