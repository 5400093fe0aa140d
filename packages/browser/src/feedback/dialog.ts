/** The report dialog. A page may load it late, so it imports nothing that the page has already. */
import type { Client, safely, User } from '@mayday/core'
import { deliverFeedback, isAccepted } from './deliver.js'
import { type Form, type FormTexts, makeForm } from './form.js'
import { STYLE } from './style.js'

/** What the dialog is about, what it says, and who hears of it. */
export interface ReportDialogOptions extends FormTexts, Record<string, unknown> {
  /** @default the event that was captured last */
  eventId?: string | undefined
  /** Not used: a report goes where the client's events go. */
  dsn?: unknown
  /** What the fields for name and address begin with. @default what is known of the user */
  user?: Pick<User, 'email' | 'name'> | undefined
  /** The language of the texts, such as `de`. @default that of the page */
  lang?: string | undefined
  /** The client that sends. @default the page's */
  client?: Client | undefined
  /** The dialog is shown. */
  onLoad?(this: void): void
  /** The dialog is gone, with or without a report. */
  onClose?(this: void): void
}

let shown: HTMLElement | undefined

/** Shows the dialog, unless one is shown or there is no client that sends. */
export function openDialog(
  options: ReportDialogOptions,
  getClient: () => Client | undefined,
  safe: typeof safely,
): void {
  const { client = getClient(), eventId: associatedEventId, lang = '' } = options
  if (shown?.isConnected || !client?.isEnabled()) return
  const user = options.user ?? client.getScope().getUser()
  const form = makeForm(options, user, async (answers) => {
    const source = 'crash_report_embed_form'
    const { status } = await deliverFeedback(client, { ...answers, associatedEventId, source })
    return isAccepted(status)
  })
  const { host, dialog } = place(form, safe)
  dialog.lang = lang
  shown = host
  const close = (): void => {
    if (!host.isConnected) return
    stop()
    // While it is still there, the focus can go back to where it was.
    dialog.close?.()
    host.remove()
    safe('onClose', () => options.onClose?.())
  }
  const stop = client.on('close', close)
  dialog.addEventListener('close', close)
  form.onClose(close)
  // Where browsers do not know modal dialogs yet, it stands in the page.
  if (dialog.showModal) dialog.showModal()
  else dialog.setAttribute('open', '')
  form.focus()
  safe('onLoad', () => options.onLoad?.())
}

/** In a tree of its own, where the page's style does not reach. */
function place(form: Form, safe: typeof safely): { host: HTMLElement; dialog: HTMLDialogElement } {
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  safe('style', () => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLE)
    root.adoptedStyleSheets = [sheet]
  })
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-labelledby', form.title.id)
  dialog.append(form.element)
  root.append(dialog)
  document.body.append(host)
  return { host, dialog }
}
