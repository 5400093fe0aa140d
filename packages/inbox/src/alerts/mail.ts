import { type Batch, type Destination, Undelivered } from './alert.js'
import type { EmailOptions } from './options.js'
import { isWanted } from './webhook.js'
import { asPlain, headline, message } from './words.js'

const patience = 10_000

/** A destination that is sent mail. @param inboxUrl where links lead */
export function mail(options: EmailOptions, inboxUrl: () => string): Destination {
  const name = `The mail server at ${new URL(options.smtp).host}`
  return {
    name,
    wants: (alert) => isWanted(alert, options),
    deliver: (batch) => send(options, batch, inboxUrl()),
  }
}

async function send({ smtp, from, to }: EmailOptions, batch: Batch, url: string): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    url: smtp,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    // What a mail says is written by whoever sends events: none of it is to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from,
      to,
      subject: headline(batch, asPlain),
      text: `${message(batch, url, asPlain)}\n`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } catch (error) {
    throw undelivered(error)
  } finally {
    transport.close()
  }
}

/** What a server says of a log-in may hold it: its code says enough. */
function undelivered(error: unknown): Undelivered {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  const words = [code, responseCode].filter(Boolean).join(', ')
  return new Undelivered(`it took no mail${words && ` (${words})`}`, !((responseCode ?? 0) >= 500))
}
