import { isLoopback } from '../server/host-check.js'
import { type Batch, type Destination, destinationId, Undelivered } from './alert.js'
import type { EmailOptions } from './options.js'
import { withPatience } from './patience.js'
import { distrust } from './trust.js'
import { isWanted } from './webhook.js'
import { asPlain, headline, message } from './words.js'

const patience = 10_000
const patienceInAll = 60_000

/** A destination that is sent mail. @param inboxUrl where links lead */
export function mail(options: EmailOptions, inboxUrl: () => string): Destination {
  const { smtp, from, to } = options
  const { protocol, host, username } = new URL(smtp)
  return {
    // A password is no part of it: it may change, and what is short can be guessed from a digest.
    id: destinationId('mail', protocol, username, host, from, ...[to].flat()),
    name: `The mail server at ${host}`,
    wants: (alert) => isWanted(alert, options),
    deliver: (batch, signal) =>
      withPatience(patienceInAll, signal, (giveUp) => send(options, batch, inboxUrl(), giveUp)),
  }
}

async function send(
  { smtp, from, to }: EmailOptions,
  batch: Batch,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const { hostname, username } = new URL(smtp)
  const transport = createTransport({
    url: smtp,
    // A password is not for those between here and there.
    requireTLS: username !== '' && !isLoopback(hostname),
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
      signal,
    })
  } catch (error) {
    throw undelivered(error)
  } finally {
    transport.close()
  }
}

interface Failure {
  code?: string
  /** What the socket said. */
  originalCode?: string
  responseCode?: number
}

/** What a server says of a log-in may hold it: its code says enough. */
function undelivered(error: unknown): Undelivered {
  const { code, originalCode, responseCode } = error as Failure
  const untrusted = distrust(originalCode)
  if (untrusted) return new Undelivered(untrusted, true)
  if (code === 'ETLS') {
    return new Undelivered('it offers no TLS, and no password is sent without', true)
  }
  const words = [code, responseCode].filter(Boolean).join(', ')
  return new Undelivered(`it took no mail${words && ` (${words})`}`, !((responseCode ?? 0) >= 500))
}
