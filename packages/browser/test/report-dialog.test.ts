// @vitest-environment jsdom

import {
  captureException,
  captureFeedback,
  createClient,
  type FeedbackEvent,
  type ReportDialogOptions,
  sendFeedback,
  setUser,
  showReportDialog,
} from '@mayday/browser'
import { createMemoryReceiver, type MemoryReceiver } from '@mayday/core/testing'
import { fireEvent, within } from '@testing-library/dom'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { start, started } from './setup.js'

afterEach(() => {
  document.body.innerHTML = ''
  setUser(null)
})

const ID = '0123456789abcdef0123456789abcdef'

function feedbackIn({ items }: Pick<MemoryReceiver, 'items'>): FeedbackEvent[] {
  return items
    .filter(({ headers }) => headers.type === 'feedback')
    .map(({ text }) => JSON.parse(text) as FeedbackEvent)
}

/** The dialog on the page. */
function dialog() {
  const roots = [...document.body.children].flatMap(({ shadowRoot }) => shadowRoot ?? [])
  expect(roots.length).toBeLessThan(2)
  return roots[0] && within(roots[0] as unknown as HTMLElement)
}

function show(options?: ReportDialogOptions): NonNullable<ReturnType<typeof dialog>> {
  showReportDialog(options)
  const shown = dialog()
  if (!shown) throw new Error('There is no dialog')
  return shown
}

const field = (shown: ReturnType<typeof show>, label: RegExp): HTMLInputElement =>
  shown.getByLabelText(label) as HTMLInputElement

function answer(shown: ReturnType<typeof show>, message: string): void {
  field(shown, /What happened/).value = message
  fireEvent.submit(shown.getByText('Submit crash report'))
}

describe('the report dialog', () => {
  it('sends what the visitor says, bound to the last event', async () => {
    const memory = start()
    const eventId = captureException(new Error('broken'))
    const shown = show()
    field(shown, /Name/).value = 'Ada'
    field(shown, /Email/).value = 'ada@shop.example'
    answer(shown, '  I clicked on pay. ')
    expect((await shown.findByText('Thank you! Your report is on its way.')).role).toBe('status')
    expect(feedbackIn(memory).map(({ contexts }) => contexts.feedback)).toEqual([
      {
        message: 'I clicked on pay.',
        name: 'Ada',
        contact_email: 'ada@shop.example',
        url: location.href,
        source: 'crash_report_embed_form',
        associated_event_id: eventId,
      },
    ])
    expect(shown.queryByLabelText(/What/)).toBeNull()
  })

  it('takes the options that it always had', async () => {
    const memory = start()
    const onLoad = vi.fn()
    const onClose = vi.fn()
    const shown = show({
      eventId: ID,
      dsn: 'https://other@elsewhere.example/1',
      user: { name: 'Ada', email: 'ada@shop.example' },
      lang: 'de',
      title: 'Titel',
      subtitle: 'Untertitel',
      subtitle2: 'noch einer',
      labelName: 'Wie heißen Sie?',
      labelEmail: 'Ihre Adresse',
      labelComments: 'Was war?',
      labelClose: 'Zu',
      labelSubmit: 'Ab',
      errorGeneric: 'Ging nicht',
      errorFormEntry: 'Bitte alles ausfüllen',
      successMessage: 'Danke',
      onLoad,
      onClose,
    })
    expect(onLoad).toHaveBeenCalledOnce()
    expect(shown.getByRole('dialog', { name: 'Titel' }).lang).toBe('de')
    expect(shown.getByText('Untertitel').tagName).toBe('P')
    expect(shown.getByText('noch einer').tagName).toBe('P')
    expect(field(shown, /Wie heißen/).value).toBe('Ada')
    expect(field(shown, /Ihre Adresse/).value).toBe('ada@shop.example')
    fireEvent.submit(shown.getByText('Ab'))
    expect(shown.getByRole('status').textContent).toBe('Bitte alles ausfüllen')
    field(shown, /Was war/).value = 'nichts'
    fireEvent.submit(shown.getByText('Ab'))
    await shown.findByText('Danke')
    expect(feedbackIn(memory)[0]?.contexts.feedback.associated_event_id).toBe(ID)
    expect(onClose).not.toHaveBeenCalled()
    fireEvent.click(shown.getByText('Zu'))
    expect(onClose).toHaveBeenCalledOnce()
    expect(document.body.children).toHaveLength(0)
  })

  it('begins with what is known of the user', () => {
    start()
    setUser({ name: 'Ada', email: 'ada@shop.example' })
    const shown = show({ user: { name: 'Grace' } })
    expect(field(shown, /Name/).value).toBe('Grace')
    expect(field(shown, /Email/).value).toBe('ada@shop.example')
  })

  it.each([
    ['nothing', '', '', [/What happened/]],
    ['blanks', '   ', '', [/What happened/]],
    ['what is no address', 'It broke', 'ada', [/Email/]],
    ['neither', '', 'ada', [/Email/, /What happened/]],
  ])('marks what is wrong where it is given %s', async (_what, message, email, wrong) => {
    const memory = start()
    const shown = show()
    field(shown, /Email/).value = email
    answer(shown, message)
    const marked = shown.getAllByLabelText(/./).filter((one) => one.ariaInvalid === 'true')
    expect(marked).toEqual(wrong.map((label) => field(shown, label)))
    expect(marked[0]?.getAttribute('aria-describedby')).toBe(shown.getByRole('status').id)
    expect(marked[0]?.getRootNode()).toHaveProperty('activeElement', marked[0])
    field(shown, /Email/).value = ''
    answer(shown, 'It broke')
    expect(shown.queryAllByLabelText(/./).some((one) => one.ariaInvalid)).toBe(false)
    await shown.findByText(/Thank you/)
    expect(feedbackIn(memory)).toHaveLength(1)
  })

  it('says that a report was refused, and lets the visitor try again', async () => {
    const memory = start()
    memory.answerWith(403)
    const shown = show()
    answer(shown, 'It broke')
    await shown.findByText('Your report could not be sent. Please try again.')
    memory.answerWith(200)
    expect(field(shown, /What happened/).value).toBe('It broke')
    answer(shown, 'It broke')
    await shown.findByText(/Thank you/)
    expect(feedbackIn(memory)).toHaveLength(1)
  })

  it('says so where the receiver keeps no feedback', async () => {
    const memory = start({ server: 'bugsink' })
    const shown = show()
    answer(shown, 'It broke')
    captureException(new Error('which it keeps'))
    await shown.findByText(/could not be sent/)
    expect(memory.events).toHaveLength(1)
  })

  it('sends once, however often the button is pressed', async () => {
    const memory = start()
    const shown = show()
    answer(shown, 'It broke')
    answer(shown, 'It broke')
    await shown.findByText(/Thank you/)
    expect(feedbackIn(memory)).toHaveLength(1)
  })

  it('is there once, and again after it was closed', () => {
    start()
    const shown = show({ title: 'first' })
    showReportDialog({ title: 'second' })
    expect(shown.getByText('first')).toBeDefined()
    fireEvent.click(shown.getByText('Close'))
    expect(show({ title: 'second' }).getByText('second')).toBeDefined()
  })

  it('ends with its client', async () => {
    const { client } = start()
    const onClose = vi.fn()
    show({ onClose })
    await client.close(1)
    expect(dialog()).toBeUndefined()
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('may be for another client, and then knows nothing of the page', async () => {
    const memory = start()
    setUser({ name: 'of the page' })
    const widget = createMemoryReceiver()
    const client = started(createClient({ ...widget.options }))
    client.getScope().setTag('widget', 'chat').setUser({ name: 'of the widget' })
    const shown = show({ client, eventId: ID })
    expect(field(shown, /Name/).value).toBe('of the widget')
    answer(shown, 'It broke')
    await shown.findByText(/Thank you/)
    expect(feedbackIn(memory)).toEqual([])
    expect(feedbackIn(widget)[0]).toMatchObject({ tags: { widget: 'chat' } })
  })

  it('does not throw at the program, whatever its callbacks do', () => {
    start()
    const fail = (): never => {
      throw new Error('of the program')
    }
    fireEvent.click(show({ onLoad: fail, onClose: fail }).getByText('Close'))
    expect(dialog()).toBeUndefined()
  })

  it.each([
    ['before init()', () => {}],
    ['without a DSN', () => void start({ dsn: '' })],
    ['while capturing is switched off', () => void start({ enabled: false })],
  ])('is not shown %s', (_when, begin) => {
    begin()
    showReportDialog()
    expect(dialog()).toBeUndefined()
  })
})

describe('sendFeedback', () => {
  it('resolves with the id once the receiver has it', async () => {
    const memory = start()
    const id = await sendFeedback({ message: 'It broke', tags: { part: 'cart' } })
    expect(feedbackIn(memory)).toMatchObject([
      {
        event_id: id,
        tags: { part: 'cart' },
        contexts: { feedback: { message: 'It broke', source: 'api', url: location.href } },
      },
    ])
  })

  it('resolves while the receiver is out of reach, since it is kept', async () => {
    const memory = start({ consent: 'pending' })
    expect(await sendFeedback({ message: 'It broke' })).toMatch(/^[\da-f]{32}$/)
    expect(feedbackIn(memory)).toEqual([])
  })

  it.each([
    ['it has no message', { message: '' }, {}, 'Feedback needs a message'],
    ['there is no client that sends', { message: 'm' }, { dsn: '' }, /needs a client/],
    ['nobody may send', { message: 'm' }, { consent: 'denied' as const }, /not accepted/],
  ])('rejects where %s', async (_why, params, options, expected) => {
    start(options)
    await expect(sendFeedback(params)).rejects.toThrow(expected)
  })

  it('rejects where the receiver refuses, in the words that it is given', async () => {
    const memory = start()
    memory.answerWith(403)
    const errorMessages = { ERROR_FORBIDDEN: 'Not from here' }
    await expect(sendFeedback({ message: 'm' }, { errorMessages })).rejects.toThrow('Not from here')
    memory.answerWith(400)
    await expect(sendFeedback({ message: 'm' })).rejects.toThrow('The feedback was not accepted')
  })
})

it('two of the same words in a row are two', async () => {
  const memory = start()
  captureFeedback({ message: 'It broke' })
  captureFeedback({ message: 'It broke' })
  await memory.settled()
  expect(feedbackIn(memory)).toHaveLength(2)
})
