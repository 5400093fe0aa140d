import { fieldsOf } from '../event/fields.js'
import { type Level, levels } from '../event/levels.js'

/** `new`: an issue nobody has seen; `regression`: a resolved one is back; `spike`: far more of one than is usual. */
export type AlertKind = 'new' | 'regression' | 'spike'

export interface WantedAlerts {
  /** @default all kinds */
  on?: AlertKind[]
  /** Of issues of this level or a worse one. @default 'debug' */
  minLevel?: Level
}

export interface WebhookOptions extends WantedAlerts {
  /** Is sent JSON by `POST`; its `text` is what Slack and Mattermost show. Often a secret: it is never printed. */
  url: string
}

export interface EmailOptions extends WantedAlerts {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
  smtp: string
  from: string
  to: string | string[]
}

/** Whom to tell of what. Nobody else is told anything. */
export interface AlertOptions {
  webhooks?: WebhookOptions[]
  email?: EmailOptions
}

const kinds: AlertKind[] = ['new', 'regression', 'spike']

/** Reads what a file says. Throws a sentence that names what is wrong with it, and quotes no secret. */
export function readAlertOptions(value: unknown): AlertOptions {
  const { webhooks, email, ...rest } = objectOf(value, 'alerts')
  refuseRest(rest, 'alerts')
  if (webhooks !== undefined && !Array.isArray(webhooks)) throw new Error('webhooks is a list.')
  return {
    ...(webhooks && { webhooks: webhooks.map(webhookOf) }),
    ...(email !== undefined && { email: emailOf(email) }),
  }
}

function webhookOf(value: unknown, index: number): WebhookOptions {
  const name = `webhooks[${index}]`
  const { url, on, minLevel, ...rest } = objectOf(value, name)
  refuseRest(rest, name)
  return { url: urlOf(url, `${name}.url`, 'http', 'https'), ...wantedOf(on, minLevel, name) }
}

function emailOf(value: unknown): EmailOptions {
  const { smtp, from, to, on, minLevel, ...rest } = objectOf(value, 'email')
  refuseRest(rest, 'email')
  const all = (Array.isArray(to) ? to : [to]).map((one) => addressOf(one, 'email.to'))
  if (all.length === 0) throw new Error('email.to names nobody.')
  return {
    smtp: urlOf(smtp, 'email.smtp', 'smtp', 'smtps'),
    from: addressOf(from, 'email.from'),
    to: all,
    ...wantedOf(on, minLevel, 'email'),
  }
}

function wantedOf(on: unknown, minLevel: unknown, name: string): WantedAlerts {
  const wanted = on === undefined ? kinds : Array.isArray(on) ? on : [on]
  const known = kinds.filter((kind) => wanted.includes(kind))
  if (known.length !== new Set(wanted).size) {
    throw new Error(`${name}.on is a list of ${kinds.join(', ')}.`)
  }
  const least = levels.find((level) => level === (minLevel ?? 'debug'))
  if (least === undefined) throw new Error(`${name}.minLevel is one of ${levels.join(', ')}.`)
  return { on: known, minLevel: least }
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
  const fields = fieldsOf(value)
  if (!fields) throw new Error(`${name} is an object.`)
  return fields
}

function refuseRest(rest: object, name: string): void {
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw new Error(`${name} has no "${unknown}".`)
}

function urlOf(value: unknown, name: string, ...schemes: string[]): string {
  if (typeof value === 'string' && URL.canParse(value)) {
    const { protocol, hostname } = new URL(value)
    if (hostname !== '' && schemes.includes(protocol.slice(0, -1))) return value
  }
  throw new Error(`${name} is an address that begins with ${schemes.join(':// or ')}://.`)
}

function addressOf(value: unknown, name: string): string {
  if (typeof value === 'string' && /^[^\r\n]*[^\s@]@[^\s@][^\r\n]*$/.test(value)) return value
  throw new Error(`${name} is an e-mail address.`)
}
