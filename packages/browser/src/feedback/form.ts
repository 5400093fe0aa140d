/** The form of the report dialog. It is built of elements only, which pages with Trusted Types allow. */
import type { SendFeedbackParams, User } from '@mayday/core'

/** What the dialog says. */
export interface FormTexts {
  title?: string | undefined
  subtitle?: string | undefined
  subtitle2?: string | undefined
  labelName?: string | undefined
  labelEmail?: string | undefined
  labelComments?: string | undefined
  labelClose?: string | undefined
  labelSubmit?: string | undefined
  /** The report could not be sent. */
  errorGeneric?: string | undefined
  /** A field is empty that must not be, or its text is no address. */
  errorFormEntry?: string | undefined
  /** The report has been sent, or is kept until it can be. */
  successMessage?: string | undefined
}

const TEXTS = {
  title: 'It looks like we’re having issues.',
  subtitle: 'Our team has been notified.',
  subtitle2: 'If you’d like to help, tell us what happened below.',
  labelName: 'Name (optional)',
  labelEmail: 'Email (optional)',
  labelComments: 'What happened?',
  labelClose: 'Close',
  labelSubmit: 'Submit crash report',
  errorGeneric: 'Your report could not be sent. Please try again.',
  errorFormEntry: 'Please say what happened, and check the email address.',
  successMessage: 'Thank you! Your report is on its way.',
}

export type Answers = Pick<SendFeedbackParams, 'message' | 'name' | 'email'>

export interface Form {
  element: HTMLElement
  title: HTMLElement
  /** To where the visitor begins to write. */
  focus(): void
  onClose(callback: () => void): void
}

/** What receivers take. */
const MAX_MESSAGE = 4000

/** @param send resolves with whether the answers are on their way */
export function makeForm(
  given: FormTexts,
  user: Pick<User, 'email' | 'name'> | undefined,
  send: (answers: Answers) => Promise<boolean>,
): Form {
  const texts = { ...TEXTS, ...withoutEmpty(given) }
  const title = make('h2', { id: 'title', textContent: texts.title })
  const name = make('input', { autocomplete: 'name', value: user?.name ?? '' })
  const email = make('input', {
    type: 'email',
    autocomplete: 'email',
    value: user?.email ?? '',
  })
  const message = make('textarea', { required: true, maxLength: MAX_MESSAGE })
  // There from the beginning, so that screen readers say what is put there.
  const status = make('p', { id: 'status' })
  status.setAttribute('role', 'status')
  const submit = make('button', { type: 'submit', textContent: texts.labelSubmit })
  const close = make('button', { type: 'button', textContent: texts.labelClose })
  const fields = [name, email, message]
  const form = make('form', { noValidate: true }, [
    title,
    make('p', { textContent: texts.subtitle }),
    make('p', { textContent: texts.subtitle2 }),
    make('label', {}, [texts.labelName, name]),
    make('label', {}, [texts.labelEmail, email]),
    make('label', {}, [texts.labelComments, message]),
    status,
    make('div', {}, [submit, close]),
  ])

  /** Marks what is wrong and goes to the first of it. */
  function isComplete(): boolean {
    message.value = message.value.trim()
    const wrong = fields.filter((field) => !field.checkValidity())
    for (const field of fields) {
      const isWrong = wrong.includes(field)
      for (const [attribute, value] of Object.entries(WRONG)) {
        if (isWrong) field.setAttribute(attribute, value)
        else field.removeAttribute(attribute)
      }
    }
    status.textContent = wrong.length > 0 ? texts.errorFormEntry : ''
    wrong[0]?.focus()
    return wrong.length === 0
  }

  let isSending = false
  async function sendAnswers(): Promise<void> {
    if (isSending || !isComplete()) return
    isSending = true
    status.textContent = '…'
    const isSent = await send({ message: message.value, name: name.value, email: email.value })
    isSending = false
    status.textContent = isSent ? texts.successMessage : texts.errorGeneric
    if (!isSent) return
    form.replaceChildren(title, status, close)
    close.focus()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void sendAnswers()
  })
  return {
    element: form,
    title,
    focus: () => (fields.find(({ value }) => !value) ?? message).focus(),
    onClose: (callback) => close.addEventListener('click', callback),
  }
}

/** What a field is called that has to be looked at. */
const WRONG = { 'aria-invalid': 'true', 'aria-describedby': 'status' }

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  content: (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...content)
  return element
}

function withoutEmpty(texts: FormTexts): Partial<typeof TEXTS> {
  return Object.fromEntries(
    Object.keys(TEXTS).flatMap((key) => {
      const text = texts[key as keyof FormTexts]
      return text === undefined ? [] : [[key, String(text)]]
    }),
  )
}
