// @vitest-environment jsdom
import { ErrorBoundary, type ErrorBoundaryProps, type FallbackProps } from '@mayday/react'
import {
  Component,
  lazy,
  type ReactNode,
  StrictMode,
  Suspense,
  useEffect,
  useState,
  version,
} from 'react'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { act, captured, Failing, major, render, start } from './setup.js'

const MECHANISM = 'auto.function.react.error_boundary'

function Chart({ error }: { error?: unknown }): ReactNode {
  return <Failing error={error}>the chart</Failing>
}

function Page({ error, ...props }: ErrorBoundaryProps & { error?: unknown }): ReactNode {
  return (
    <ErrorBoundary {...props}>
      <Chart error={error} />
    </ErrorBoundary>
  )
}

function Throwing({ value }: { value: unknown }): ReactNode {
  throw value
}

function Counter(): ReactNode {
  const [count, setCount] = useState(0)
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      pressed {count}
    </button>
  )
}

/** Fails in an effect, or once it is pressed. */
function Late({ where }: { where: string }): ReactNode {
  const [error, setError] = useState<Error>()
  useEffect(() => {
    if (where === 'useEffect') throw new Error('late')
  }, [where])
  if (error) throw error
  return <button type="button" onClick={() => setError(new Error('late'))} />
}

function FailingAnew(): ReactNode {
  throw new Error('new each time')
}

interface Trouble {
  error?: Error
}

/** Fails as long as there is trouble, of which React does not know. */
function Flaky({ trouble }: { trouble: Trouble }): ReactNode {
  return <Failing error={trouble.error}>recovered</Failing>
}

describe('the fallback', () => {
  it('is not shown while nothing fails', async () => {
    const memory = start()
    const page = await render(<Page fallback={<p>sorry</p>} />)
    expect(page.text()).toBe('the chart')
    await expect(memory).not.toHaveCaptured()
  })

  it('may be an element', async () => {
    start()
    const page = await render(<Page fallback={<p>sorry</p>} error={new Error('broken')} />)
    expect(page.text()).toBe('sorry')
  })

  it('may be a function of the error, its components, its event and the way back', async () => {
    const memory = start()
    const error = new RangeError('too far')
    const fallback = vi.fn((_props: FallbackProps) => <p>sorry</p>)
    const page = await render(<Page fallback={fallback} error={error} />)
    expect(page.text()).toBe('sorry')
    const { event_id } = await memory.captured()
    expect(fallback.mock.lastCall?.[0]).toEqual({
      error,
      componentStack: expect.stringMatching(/at Failing [\s\S]*at Chart /),
      eventId: event_id,
      resetError: expect.any(Function),
    })
  })

  it('may use hooks and state of its own', async () => {
    start()
    const page = await render(<Page fallback={() => <Counter />} error={new Error('broken')} />)
    await act(async () => document.querySelector('button')?.click())
    expect(page.text()).toBe('pressed 1')
  })

  it('may be a function that is called while the boundary renders', async () => {
    const memory = start()
    const error = new RangeError('too far')
    const fallbackRender = vi.fn((_props: FallbackProps) => 'a text')
    const page = await render(<Page fallbackRender={fallbackRender} error={error} />)
    expect(page.text()).toBe('a text')
    const event = await memory.captured()
    expect(captured(event).mechanism).toMatchObject({ type: MECHANISM, handled: true })
    expect(fallbackRender.mock.lastCall?.[0]).toMatchObject({ error, eventId: event.event_id })
  })

  it('may be a component', async () => {
    const memory = start()
    class Sorry extends Component<FallbackProps> {
      override render(): ReactNode {
        return `sorry for ${this.props.error}`
      }
    }
    const page = await render(<Page FallbackComponent={Sorry} error={new Error('broken')} />)
    expect(page.text()).toBe('sorry for Error: broken')
    expect(captured(await memory.captured()).mechanism).toMatchObject({ handled: true })
  })

  it('may be missing: then nothing is shown', async () => {
    const memory = start()
    const page = await render(<Page error={new Error('broken')} />)
    expect(page.text()).toBe('')
    expect(captured(await memory.captured()).value).toBe('broken')
  })

  it('may be nothing that can be shown: then nothing is shown', async () => {
    start()
    const page = await render(
      <Page fallback={{ text: 'sorry' } as never} error={new Error('broken')} />,
    )
    expect(page.text()).toBe('')
  })

  it('is shown before init too', async () => {
    const page = await render(<Page fallback={<p>sorry</p>} error={new Error('broken')} />)
    expect(page.text()).toBe('sorry')
  })
})

describe('children', () => {
  it('may be a function, whose errors are caught like others', async () => {
    const memory = start()
    const page = await render(<ErrorBoundary>{() => <p>lazily</p>}</ErrorBoundary>)
    expect(page.text()).toBe('lazily')
    await page.render(
      <ErrorBoundary fallback={<p>outer</p>}>
        <ErrorBoundary fallback={<p>inner</p>} key="other">
          {() => <Failing error={new Error('broken')} />}
        </ErrorBoundary>
      </ErrorBoundary>,
    )
    expect(page.text()).toBe('inner')
    expect(captured(await memory.captured()).value).toBe('broken')
  })

  it.each(['useEffect', 'an update'])('may fail later: in %s', async (where) => {
    const memory = start()
    const page = await render(
      <ErrorBoundary fallback={<p>sorry</p>}>
        <Late where={where} />
      </ErrorBoundary>,
    )
    if (where === 'an update') await act(async () => document.querySelector('button')?.click())
    expect(page.text()).toBe('sorry')
    expect(captured(await memory.captured()).value).toBe('late')
  })
})

describe('what is no error', () => {
  it('is left to React: promises that a component waits for', async () => {
    const { client, events } = start()
    const ready = Promise.resolve({ default: () => <>has come</> })
    const Waiting = lazy(() => ready)
    const page = await render(
      <Suspense fallback="waiting">
        <ErrorBoundary fallback={<p>sorry</p>}>
          <Waiting />
        </ErrorBoundary>
      </Suspense>,
    )
    await act(async () => void (await ready))
    expect(page.text()).toBe('has come')
    await client.flush()
    expect(events).toEqual([])
  })
})

describe('the event', () => {
  it('is one, with the error last and its components as its cause', async () => {
    const { client, events } = start()
    await render(<Page fallback={<p>sorry</p>} error={new RangeError('too far')} />)
    await client.flush()
    expect(events).toHaveLength(1)
    const [event] = events
    expect(event?.exception?.values).toHaveLength(2)
    expect(captured(event)).toMatchObject({
      type: 'RangeError',
      value: 'too far',
      mechanism: { type: MECHANISM, handled: true, exception_id: 0 },
    })
    const components = event?.exception?.values?.[0]
    expect(components).toMatchObject({
      type: 'React ErrorBoundary RangeError',
      value: 'too far',
      mechanism: {
        type: 'chained',
        handled: true,
        source: 'cause',
        exception_id: 1,
        parent_id: 0,
      },
    })
    const frames = components?.stacktrace?.frames ?? []
    expect(frames.slice(-2).map((frame) => frame.function)).toEqual(['Chart', 'Failing'])
    expect(frames.at(-1)).toMatchObject({
      filename: expect.stringContaining('setup.ts'),
      lineno: expect.any(Number),
      in_app: true,
    })
    expect(event?.contexts?.react).toEqual({ version })
  })

  it('has the components below the causes that the error has itself', async () => {
    const memory = start()
    const cause = new TypeError('the cause', { cause: new SyntaxError('the root') })
    await render(<Page error={new RangeError('the error', { cause })} />)
    const values = (await memory.captured()).exception?.values ?? []
    expect(
      values.map(({ type, mechanism }) => [type, mechanism?.exception_id, mechanism?.parent_id]),
    ).toEqual([
      ['React ErrorBoundary RangeError', 3, 2],
      ['SyntaxError', 2, 1],
      ['TypeError', 1, 0],
      ['RangeError', 0, undefined],
    ])
  })

  it('has the components of an aggregate below the aggregate, not below a member', async () => {
    const memory = start()
    const error = new AggregateError([new TypeError('first'), new TypeError('second')], 'both')
    await render(<Page error={error} />)
    const values = (await memory.captured()).exception?.values ?? []
    expect(
      values.map(({ type, mechanism }) => [type, mechanism?.source, mechanism?.parent_id]),
    ).toEqual([
      ['React ErrorBoundary AggregateError', 'cause', 0],
      ['TypeError', 'errors[1]', 0],
      ['TypeError', 'errors[0]', 0],
      ['AggregateError', undefined, undefined],
    ])
    expect(new Set(values.map(({ mechanism }) => mechanism?.exception_id)).size).toBe(4)
  })

  it('leaves the error object as it was', async () => {
    const memory = start()
    const error = new Error('mine')
    const keys = Reflect.ownKeys(error)
    const { stack } = error
    await render(<Page error={error} />)
    await memory.captured()
    expect(Reflect.ownKeys(error)).toEqual(keys)
    expect(error).not.toHaveProperty('cause')
    expect(error.stack).toBe(stack)
  })

  it('is the same for a frozen error', async () => {
    const memory = start()
    await render(<Page error={Object.freeze(new Error('frozen'))} />)
    const { exception } = await memory.captured()
    expect(exception?.values?.map(({ type }) => type)).toEqual([
      'React ErrorBoundary Error',
      'Error',
    ])
  })

  it.each([
    ['a text', 'just a text', 'just a text'],
    ['a number', 42, '42'],
    ['null', null, 'null'],
    ['nothing', undefined, 'undefined'],
    ['a symbol', Symbol('of mine'), 'Symbol(of mine)'],
  ])('is one when %s is thrown', async (_what, thrown, value) => {
    // React 17 takes what has no value for an error of another origin, here as in pages.
    if (major === 17 && thrown == null) return
    const { client, events } = start()
    const page = await render(
      <ErrorBoundary fallback={<p>sorry</p>}>
        <Throwing value={thrown} />
      </ErrorBoundary>,
    )
    await client.flush()
    expect(page.text()).toBe('sorry')
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({
      type: 'Error',
      value,
      mechanism: { type: MECHANISM, handled: true, synthetic: true, exception_id: 0 },
    })
    // Nobody knows where it was thrown, and it was not in the SDK.
    expect(captured(events[0])).not.toHaveProperty('stacktrace')
    expect(events[0]?.exception?.values?.[0]).toMatchObject({ type: 'React ErrorBoundary Error' })
  })

  it('is one in StrictMode, where components render twice', async () => {
    const { client, events } = start()
    await render(
      <StrictMode>
        <ErrorBoundary fallback={<p>sorry</p>}>
          <FailingAnew />
        </ErrorBoundary>
      </StrictMode>,
    )
    printed('warn')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['new each time'])
  })

  it("is one with React's own report to the console", async () => {
    const { client, events } = start()
    const error = new Error('printed')
    await render(<Page fallback={<p>sorry</p>} error={error} />, {
      onCaughtError: (caught) => console.error(caught),
    })
    if (major >= 19) expect(printed('error')).toEqual(['Error: printed'])
    await client.flush()
    expect(events).toHaveLength(1)
  })

  it.each<[string, ErrorBoundaryProps, boolean]>([
    ['with a fallback', { fallback: <p>sorry</p> }, true],
    ['without one', {}, false],
    ['as it is told: false', { fallback: <p>sorry</p>, handled: false }, false],
    ['as it is told: true', { handled: true }, true],
  ])('says whether the error was handled: %s', async (_what, props, handled) => {
    const memory = start()
    await render(<Page {...props} error={new Error('broken')} />)
    expect(captured(await memory.captured()).mechanism).toMatchObject({ type: MECHANISM, handled })
  })
})

describe('the callbacks', () => {
  const stack = expect.stringMatching(/at Failing [\s\S]*at Chart /)

  it('a mistake in beforeCapture loses neither the event nor the fallback', async () => {
    const memory = start()
    const beforeCapture = (): void => {
      throw new Error('mistake')
    }
    const page = await render(
      <Page beforeCapture={beforeCapture} fallback={<p>sorry</p>} error={new Error('failed')} />,
    )
    expect((await memory.captured()).exception?.values?.at(-1)?.value).toBe('failed')
    expect(page.text()).toBe('sorry')
  })

  it('beforeCapture gets the scope of this one event', async () => {
    const memory = start()
    const error = new Error('broken')
    const beforeCapture = vi.fn<NonNullable<ErrorBoundaryProps['beforeCapture']>>((scope) => {
      scope.setTag('section', 'chart')
    })
    await render(<Page beforeCapture={beforeCapture} error={error} />)
    expect(beforeCapture.mock.calls).toEqual([[expect.anything(), error, stack]])
    expect((await memory.captured()).tags).toEqual({
      section: 'chart',
      'react.component': 'Failing',
    })
    memory.client.captureMessage('another')
    expect((await memory.captured()).tags).toBeUndefined()
  })

  it('onError gets the error, its components and the id of the event', async () => {
    const memory = start()
    const error = new Error('broken')
    const onError = vi.fn()
    await render(<Page onError={onError} error={error} />)
    const { event_id } = await memory.captured()
    expect(onError.mock.calls).toEqual([[error, stack, event_id]])
  })

  it('a mistake in onError loses no event, and goes to the next boundary', async () => {
    const { client, events } = start()
    const onError = (): void => {
      throw new TypeError('mistake')
    }
    const page = await render(
      <ErrorBoundary fallback={<p>outer</p>}>
        <Page onError={onError} fallback={<p>inner</p>} error={new Error('broken')} />
      </ErrorBoundary>,
    )
    expect(page.text()).toBe('outer')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['broken', 'mistake'])
  })

  it('onMount and onUnmount tell of the boundary, with nothing when nothing failed', async () => {
    start()
    const [onMount, onUnmount] = [vi.fn(), vi.fn()]
    const page = await render(<Page onMount={onMount} onUnmount={onUnmount} />)
    expect(onMount.mock.calls).toEqual([[]])
    expect(onUnmount).not.toHaveBeenCalled()
    await page.unmount()
    expect(onUnmount.mock.calls).toEqual([[null, null, null]])
  })

  it('onUnmount gets what had failed', async () => {
    const memory = start()
    const error = new Error('broken')
    const onUnmount = vi.fn()
    const page = await render(<Page onUnmount={onUnmount} error={error} />)
    const { event_id } = await memory.captured()
    await page.unmount()
    expect(onUnmount.mock.calls).toEqual([[error, stack, event_id]])
  })
})

describe('resetting', () => {
  const fallback = ({ resetError }: FallbackProps) => (
    <button type="button" onClick={resetError}>
      again
    </button>
  )
  const press = () => act(async () => document.querySelector('button')?.click())

  it('renders the children anew, and tells what had failed', async () => {
    const memory = start()
    const error = new Error('for a while')
    const trouble: Trouble = { error }
    const onReset = vi.fn()
    const page = await render(
      <ErrorBoundary fallback={fallback} onReset={onReset}>
        <Flaky trouble={trouble} />
      </ErrorBoundary>,
    )
    expect(page.text()).toBe('again')
    const { event_id } = await memory.captured()
    delete trouble.error
    await press()
    expect(page.text()).toBe('recovered')
    expect(onReset.mock.calls).toEqual([[error, expect.stringContaining('at Flaky'), event_id]])
  })

  it('shows the fallback again, and sends a second event, when another error follows', async () => {
    const { client, events } = start()
    const trouble: Trouble = { error: new Error('after 0 resets') }
    const page = await render(
      <ErrorBoundary fallback={fallback}>
        <Flaky trouble={trouble} />
      </ErrorBoundary>,
    )
    trouble.error = new Error('after 1 resets')
    await press()
    expect(page.text()).toBe('again')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual([
      'after 0 resets',
      'after 1 resets',
    ])
  })

  it('happens when one of the keys changes while the fallback is shown', async () => {
    start()
    const onReset = vi.fn()
    const props = { fallback: <p>sorry</p>, onReset }
    const page = await render(<Page {...props} resetKeys={['a', 1]} error={new Error('of a')} />)
    await page.render(<Page {...props} resetKeys={['a', 1]} />)
    expect(page.text()).toBe('sorry')
    expect(onReset).not.toHaveBeenCalled()
    await page.render(<Page {...props} resetKeys={['b', 1]} />)
    expect(page.text()).toBe('the chart')
    expect(onReset).toHaveBeenCalledOnce()
  })

  it('does not happen when the keys change in the update that fails', async () => {
    start()
    const onReset = vi.fn()
    const props = { fallback: <p>sorry</p>, onReset }
    const page = await render(<Page {...props} resetKeys={['a']} />)
    await page.render(<Page {...props} resetKeys={['b']} error={new Error('of b')} />)
    expect(page.text()).toBe('sorry')
    expect(onReset).not.toHaveBeenCalled()
  })

  it('does not happen by keys that only look different', async () => {
    start()
    const props = { fallback: <p>sorry</p>, error: new Error('broken') }
    const page = await render(<Page {...props} resetKeys={[Number.NaN, undefined]} />)
    const { error: _error, ...fixed } = props
    await page.render(<Page {...fixed} resetKeys={[Number.NaN, undefined]} />)
    expect(page.text()).toBe('sorry')
    await page.render(<Page {...fixed} resetKeys={[Number.NaN]} />)
    expect(page.text()).toBe('the chart')
  })
})

describe('boundaries within boundaries', () => {
  it('the innermost catches', async () => {
    const { client, events } = start()
    const outer = vi.fn()
    const page = await render(
      <ErrorBoundary fallback={<p>outer</p>} onError={outer}>
        before <Page fallback={<p>inner</p>} error={new Error('broken')} />
      </ErrorBoundary>,
    )
    expect(page.text()).toBe('before inner')
    expect(outer).not.toHaveBeenCalled()
    await client.flush()
    expect(events).toHaveLength(1)
  })

  it('what a fallback throws goes on to the outer one, as an event of its own', async () => {
    const { client, events } = start()
    const page = await render(
      <ErrorBoundary fallback={<p>outer</p>}>
        <Page
          fallback={() => <Failing error={new TypeError('in the fallback')} />}
          error={new Error('broken')}
        />
      </ErrorBoundary>,
    )
    expect(page.text()).toBe('outer')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['broken', 'in the fallback'])
  })

  it('what a fallback throws on is told once', async () => {
    const { client, events } = start()
    const page = await render(
      <ErrorBoundary fallback={<p>outer</p>}>
        <Page fallback={({ error }) => <Failing error={error} />} error={new Error('thrown on')} />
      </ErrorBoundary>,
    )
    expect(page.text()).toBe('outer')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['thrown on'])
  })
})
