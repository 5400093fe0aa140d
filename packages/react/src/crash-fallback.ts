import { type Client, getClient, sendFeedback } from '@mayday/browser'
import * as React from 'react'
import { ClientContext } from './client-context.js'
import { BoundaryContext, type FallbackProps } from './error-boundary.js'
import { useIsMounted } from './is-mounted.js'

/** What `<CrashFallback>` says. */
export interface CrashFallbackTexts {
  title: string
  message: string
  /** Stands before the id of the event. */
  reference: string
  retry: string
  formTitle: string
  labelComments: string
  labelName: string
  labelEmail: string
  submit: string
  sending: string
  /** The report has been sent, or is kept until it can be. */
  sent: string
  failed: string
}

const TEXTS: CrashFallbackTexts = {
  title: 'Something went wrong',
  message: 'This part of the page could not be shown.',
  reference: 'Error reference:',
  retry: 'Try again',
  formTitle: 'Tell us what happened',
  labelComments: 'What did you do before this?',
  labelName: 'Name (optional)',
  labelEmail: 'Email (optional)',
  submit: 'Send report',
  sending: 'Sending…',
  sent: 'Thank you! Your report is on its way.',
  failed: 'Your report could not be sent. Please try again.',
}

/** What a boundary gives its fallback, of which nothing has to be there, and what may be said otherwise. */
export interface CrashFallbackProps extends Partial<FallbackProps> {
  /** In place of ours; the others stay. */
  texts?: Partial<CrashFallbackTexts> | undefined
  /** Whether visitors are asked what has happened. @default true */
  feedback?: boolean | undefined
  /** Where reports go. @default the boundary's client, else that of the nearest `<MaydayProvider>`, or the page's */
  client?: Client | undefined
  /** Of the element around it. @default 'mayday-crash' */
  className?: string | undefined
}

/**
 * A fallback for boundaries that says what has happened, lets the visitor try again, and sends what they have to say
 * about it as feedback to the event. It needs no style: its elements have classes that begin with `mayday-crash`.
 *
 * Without a client that sends, and so without an event, it shows neither an id nor a form.
 */
export function CrashFallback(props: CrashFallbackProps): React.ReactElement {
  const { eventId, resetError, feedback = true, className = 'mayday-crash' } = props
  const texts = { ...TEXTS, ...props.texts }
  const client = useClient(props.client)
  // Without a client, ids are given to events that nobody gets.
  const event = client?.isEnabled() && eventId ? { client, eventId } : undefined
  return React.createElement(
    'div',
    { className },
    // Screen readers say it as soon as it is there.
    React.createElement(
      'div',
      { role: 'alert' },
      React.createElement('h2', { className: 'mayday-crash-title' }, texts.title),
      React.createElement('p', null, texts.message),
    ),
    event &&
      React.createElement(
        'p',
        { className: 'mayday-crash-reference' },
        `${texts.reference} `,
        React.createElement('code', null, eventId),
      ),
    resetError &&
      React.createElement(
        'button',
        { type: 'button', className: 'mayday-crash-retry', onClick: () => resetError() },
        texts.retry,
      ),
    event && feedback && React.createElement(CrashForm, { texts, ...event }),
  )
}

function useClient(given: Client | undefined): Client | undefined {
  const boundary = React.useContext(BoundaryContext)
  const provided = React.useContext(ClientContext)
  return given ?? boundary?.props.client ?? provided ?? getClient()
}

interface CrashFormProps {
  texts: CrashFallbackTexts
  client: Client
  eventId: string
}

type Status = 'sending' | 'sent' | 'failed'

function CrashForm({ texts, client, eventId }: CrashFormProps): React.ReactElement {
  const [status, setStatus] = React.useState<Status>()
  const said = React.useRef<HTMLParagraphElement>(null)
  // At once, unlike the status, which a second press may not see yet.
  const isSending = React.useRef(false)
  const isMounted = useIsMounted()
  // The button that had the focus is gone.
  React.useEffect(() => {
    if (status === 'sent') said.current?.focus()
  }, [status])

  async function send(form: HTMLFormElement): Promise<void> {
    const answers = answersIn(form)
    // What is only blanks is as good as nothing: the browser says so.
    if (!answers.message) {
      Object.assign(form.elements.namedItem('message') as object, { value: '' })
      form.reportValidity()
      return
    }
    isSending.current = true
    setStatus('sending')
    const source = 'crash_report_embed_form'
    const next = await sendFeedback({ ...answers, associatedEventId: eventId, source }, {}, client)
      .then((): Status => 'sent')
      .catch((): Status => 'failed')
    isSending.current = false
    if (isMounted.current) setStatus(next)
  }

  return React.createElement(
    'form',
    {
      className: 'mayday-crash-form',
      onSubmit(event: React.FormEvent<HTMLFormElement>) {
        event.preventDefault()
        if (!isSending.current) void send(event.currentTarget)
      },
    },
    status !== 'sent' && React.createElement(Fields, { texts }),
    // There from the beginning, so that screen readers say what is put there.
    React.createElement(
      'p',
      { role: 'status', className: 'mayday-crash-status', ref: said, tabIndex: -1 },
      status && texts[status],
    ),
  )
}

function Fields({ texts }: Pick<CrashFormProps, 'texts'>): React.ReactElement {
  const field = (label: string, tag: string, props: object): React.ReactElement =>
    React.createElement(
      'p',
      { className: 'mayday-crash-field' },
      React.createElement(
        'label',
        null,
        label,
        React.createElement('br'),
        React.createElement(tag, props),
      ),
    )
  return React.createElement(
    'fieldset',
    null,
    React.createElement('legend', null, texts.formTitle),
    field(texts.labelComments, 'textarea', { name: 'message', required: true, maxLength: 4000 }),
    field(texts.labelName, 'input', { name: 'name', autoComplete: 'name' }),
    field(texts.labelEmail, 'input', { name: 'email', type: 'email', autoComplete: 'email' }),
    React.createElement(
      'button',
      { type: 'submit', className: 'mayday-crash-submit' },
      texts.submit,
    ),
  )
}

function answersIn(form: HTMLFormElement): Record<'message' | 'name' | 'email', string> {
  const data = new FormData(form)
  const text = (name: string): string => String(data.get(name) ?? '').trim()
  return { message: text('message'), name: text('name'), email: text('email') }
}
