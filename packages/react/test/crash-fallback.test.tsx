// @vitest-environment jsdom
import { createMemoryReceiver, type MemoryReceiver } from '@mayday/core/testing'
import {
  type Client,
  CrashFallback,
  type CrashFallbackProps,
  createClient,
  ErrorBoundary,
  type ErrorBoundaryProps,
  type FallbackProps,
  type FeedbackEvent,
  MaydayProvider,
} from '@mayday/react'
import { fireEvent, screen, waitFor, within } from '@testing-library/dom'
import { type ComponentType, type ReactNode, StrictMode } from 'react'
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { act, Failing, render, start } from './setup.js'

const clients: Client[] = []
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close(1))))

function feedbackIn({ items }: Pick<MemoryReceiver, 'items'>): FeedbackEvent[] {
  return items
    .filter(({ headers }) => headers.type === 'feedback')
    .map(({ text }) => JSON.parse(text) as FeedbackEvent)
}

interface Trouble {
  error?: Error
}

function Flaky({ trouble }: { trouble: Trouble }): ReactNode {
  return <Failing error={trouble.error}>recovered</Failing>
}

/** Renders what has failed, with the fallback. */
async function crash(
  props: ErrorBoundaryProps = { FallbackComponent: CrashFallback },
  trouble: Trouble = { error: new Error('broken') },
) {
  return render(
    <ErrorBoundary {...props}>
      <Flaky trouble={trouble} />
    </ErrorBoundary>,
  )
}

const withProps = (props: CrashFallbackProps): ErrorBoundaryProps => ({
  fallbackRender: (given) => <CrashFallback {...given} {...props} />,
})

const field = (label: RegExp): HTMLInputElement => screen.getByLabelText(label) as HTMLInputElement

async function press(name: string): Promise<void> {
  await act(async () => screen.getByRole('button', { name }).click())
}

async function answer(message: string): Promise<void> {
  fireEvent.input(field(/What did you do/), { target: { value: message } })
  await press('Send report')
}

/** What the form says, once it says something final. */
async function said(text: RegExp): Promise<HTMLElement> {
  await act(() => waitFor(() => expect(screen.getByRole('status').textContent).toMatch(text)))
  return screen.getByRole('status')
}

describe('the crash fallback', () => {
  it('says what has happened, with the id of the event to quote', async () => {
    const memory = start()
    await crash()
    const alert = within(screen.getByRole('alert'))
    expect(alert.getByRole('heading').textContent).toBe('Something went wrong')
    expect(alert.getByText('This part of the page could not be shown.')).toBeDefined()
    const { event_id } = await memory.captured()
    expect(screen.getByText(`${event_id}`).parentElement?.textContent).toBe(
      `Error reference: ${event_id}`,
    )
  })

  it('renders the children anew when the visitor tries again', async () => {
    start()
    const trouble: Trouble = { error: new Error('broken') }
    const page = await crash({ FallbackComponent: CrashFallback }, trouble)
    delete trouble.error
    await press('Try again')
    expect(page.text()).toBe('recovered')
  })

  it('sends what the visitor says, bound to the event', async () => {
    const memory = start()
    await crash()
    fireEvent.input(field(/Name/), { target: { value: 'Ada' } })
    fireEvent.input(field(/Email/), { target: { value: 'ada@shop.example' } })
    await answer(' I clicked on pay. ')
    const status = await said(/Thank you! Your report is on its way./)
    await waitFor(() => expect(document.activeElement).toBe(status))
    expect(screen.queryByLabelText(/What/)).toBeNull()
    const { event_id } = await memory.captured()
    expect(feedbackIn(memory).map(({ contexts }) => contexts.feedback)).toEqual([
      {
        message: 'I clicked on pay.',
        name: 'Ada',
        contact_email: 'ada@shop.example',
        url: location.href,
        source: 'crash_report_embed_form',
        associated_event_id: event_id,
      },
    ])
  })

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
  ])('sends no report that says %s', async (_what, message) => {
    const memory = start()
    await crash()
    await answer(message)
    expect(field(/What did you do/).matches(':invalid')).toBe(true)
    expect(screen.getByRole('status').textContent).toBe('')
    await memory.settled()
    expect(feedbackIn(memory)).toEqual([])
  })

  it('sends no report with what is no address', async () => {
    const memory = start()
    await crash()
    fireEvent.input(field(/Email/), { target: { value: 'ada' } })
    await answer('It broke')
    expect(field(/Email/).matches(':invalid')).toBe(true)
    await memory.settled()
    expect(feedbackIn(memory)).toEqual([])
  })

  it('says that a report was refused, keeps what was written, and lets the visitor try again', async () => {
    const memory = start()
    await crash()
    await memory.captured()
    memory.answerWith(403)
    await answer('It broke')
    await said(/could not be sent/)
    memory.answerWith(200)
    expect(field(/What did you do/).value).toBe('It broke')
    await press('Send report')
    await said(/Thank you/)
    expect(feedbackIn(memory)).toHaveLength(1)
  })

  it('says that it is sending, and sends once, however often the button is pressed', async () => {
    const memory = start()
    await crash()
    fireEvent.input(field(/What did you do/), { target: { value: 'It broke' } })
    await act(async () => {
      screen.getByRole('button', { name: 'Send report' }).click()
      screen.getByRole('button', { name: 'Send report' }).click()
    })
    await said(/Thank you/)
    expect(feedbackIn(memory)).toHaveLength(1)
  })

  it('may go while a report is being sent', async () => {
    const memory = start()
    const trouble: Trouble = { error: new Error('broken') }
    const page = await crash({ FallbackComponent: CrashFallback }, trouble)
    delete trouble.error
    fireEvent.input(field(/What did you do/), { target: { value: 'It broke' } })
    await act(async () => {
      screen.getByRole('button', { name: 'Send report' }).click()
      screen.getByRole('button', { name: 'Try again' }).click()
    })
    expect(page.text()).toBe('recovered')
    await act(() => waitFor(() => expect(feedbackIn(memory)).toHaveLength(1)))
  })

  it('works in StrictMode', async () => {
    const memory = start()
    await render(
      <StrictMode>
        <ErrorBoundary FallbackComponent={CrashFallback}>
          <Flaky trouble={{ error: new Error('broken') }} />
        </ErrorBoundary>
      </StrictMode>,
    )
    await answer('It broke')
    await said(/Thank you/)
    expect(feedbackIn(memory)).toHaveLength(1)
  })

  it('may say all of it in other words', async () => {
    start()
    const texts = {
      title: 'Titel',
      message: 'Text',
      reference: 'Nummer',
      retry: 'Nochmal',
      formTitle: 'Was war?',
      labelComments: 'Beschreibung',
      labelName: 'Ihr Name',
      labelEmail: 'Adresse',
      submit: 'Ab',
      sent: 'Danke',
    }
    const page = await crash(withProps({ texts }))
    const { eventId: _id, sent, ...shown } = { ...texts, eventId: '' }
    for (const text of Object.values(shown)) expect(page.text()).toContain(text)
    fireEvent.input(field(/Beschreibung/), { target: { value: 'It broke' } })
    await press('Ab')
    await said(new RegExp(sent))
  })

  it('may go without the form', async () => {
    start()
    await crash(withProps({ feedback: false, className: 'mine' }))
    expect(document.querySelector('form')).toBeNull()
    expect(document.querySelector('.mine [role=alert]')).not.toBeNull()
    expect(screen.getByText(/Error reference/)).toBeDefined()
  })

  it.each([
    ['before init()', () => {}],
    ['without a DSN', () => void start({ dsn: '' })],
    ['while capturing is switched off', () => void start({ enabled: false })],
  ])(
    'shows %s neither an id that nobody has nor a form that sends nothing',
    async (_when, begin) => {
      begin()
      const page = await crash()
      expect(page.text()).toBe(
        'Something went wrongThis part of the page could not be shown.Try again',
      )
    },
  )

  it('stands by itself, as where a framework tells of errors in its own way', async () => {
    start()
    const page = await render(<CrashFallback />)
    expect(page.text()).toBe('Something went wrongThis part of the page could not be shown.')
    const reset = vi.fn()
    await page.render(<CrashFallback eventId={'0'.repeat(32)} resetError={reset} />)
    await press('Try again')
    expect(reset).toHaveBeenCalledWith()
    expect(page.text()).toContain('0'.repeat(32))
  })
})

describe.each<[string, (client: Client) => ReactNode]>([
  [
    'the boundary',
    (client) => (
      <ErrorBoundary client={client} FallbackComponent={CrashFallback}>
        <Failing error={new Error('of the widget')} />
      </ErrorBoundary>
    ),
  ],
  [
    'a provider',
    (client) => (
      <MaydayProvider client={client}>
        <ErrorBoundary FallbackComponent={CrashFallback}>
          <Failing error={new Error('of the widget')} />
        </ErrorBoundary>
      </MaydayProvider>
    ),
  ],
  [
    'its prop',
    (client) => (
      <ErrorBoundary
        client={client}
        fallbackRender={(props) => <CrashFallback {...props} client={client} />}
      >
        <Failing error={new Error('of the widget')} />
      </ErrorBoundary>
    ),
  ],
])('a crash fallback that has its client from %s', (_where, show) => {
  it("sends to that, with what it knows and nothing of the page's", async () => {
    const page = start()
    const memory = createMemoryReceiver()
    const client = createClient({ ...memory.options })
    clients.push(client)
    client.getScope().setTag('widget', 'chat')
    await render(show(client))
    await answer('It broke')
    await said(/Thank you/)
    const { event_id } = await memory.captured()
    expect(feedbackIn(memory)).toMatchObject([
      { tags: { widget: 'chat' }, contexts: { feedback: { associated_event_id: event_id } } },
    ])
    await page.client.flush()
    expect(page.items).toEqual([])
  })
})

it('a crash fallback has the types that boundaries and programs expect', () => {
  expectTypeOf(CrashFallback).toExtend<ComponentType<FallbackProps>>()
  const right: CrashFallbackProps[] = [{}, { texts: { title: 'x' } }, { feedback: false }]
  void right
  // @ts-expect-error no such text
  const wrong: CrashFallbackProps = { texts: { heading: 'x' } }
  void wrong
})
