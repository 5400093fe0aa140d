import { isAtLeast } from '../event/levels.js'
import { type Alert, type Batch, type Destination, destinationId, Undelivered } from './alert.js'
import type { WantedAlerts, WebhookOptions } from './options.js'
import { withPatience } from './patience.js'
import { distrust } from './trust.js'
import { asCode, linkOf, message } from './words.js'

const patience = 10_000
/** Beside those from 500 on. */
const passing = new Set([408, 425, 429])

/** A destination that is sent JSON. @param inboxUrl where links lead */
export function webhook(options: WebhookOptions, inboxUrl: () => string): Destination {
  const { url } = options
  // The path is what keeps others from posting there.
  const name = `The webhook at ${new URL(url).host}`
  return {
    id: destinationId('webhook', url),
    name,
    wants: (alert) => isWanted(alert, options),
    deliver: (batch, signal) =>
      withPatience(patience, signal, (giveUp) => ask(url, webhookBody(batch, inboxUrl()), giveUp)),
  }
}

export function isWanted({ kind, issue }: Alert, { on, minLevel }: WantedAlerts): boolean {
  return (on?.includes(kind) ?? true) && isAtLeast(issue.level, minLevel)
}

/** What a webhook is sent. */
export interface WebhookBody {
  /** The message in words; what Slack and Mattermost show. */
  text: string
  alerts: (Alert & { url: string })[]
  /** How many alerts are not among these, because they were too many or too old to be kept while the receiver did not answer. */
  omitted: number
  /** Where the Inbox is. */
  inbox: string
}

function webhookBody(batch: Batch, inbox: string): WebhookBody {
  return {
    text: message(batch, inbox, asCode),
    alerts: batch.alerts.map((alert) => ({ ...alert, url: linkOf(alert, inbox) })),
    omitted: batch.omitted,
    inbox,
  }
}

async function ask(url: string, body: WebhookBody, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    // Alerts go where they were sent, and not where somebody there points.
    redirect: 'manual',
    signal,
  }).catch((error: unknown) => {
    throw new Undelivered(reasonOf(error), true)
  })
  await response.body?.cancel()
  if (response.ok) return
  const isPassing = passing.has(response.status) || response.status >= 500
  throw new Undelivered(`it answered ${response.status}`, isPassing, retryAfter(response))
}

/** The message of such an error may quote the address; its code does not. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException }
  if (name === 'AbortError') return 'it did not answer in time'
  return distrust(cause?.code) ?? `it cannot be reached${cause?.code ? ` (${cause.code})` : ''}`
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) ? Math.max(seconds * 1000, 0) : 0
}
