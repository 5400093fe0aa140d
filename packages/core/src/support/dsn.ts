/** Where events go: `{protocol}://{public_key}[:{secret}]@{host}[:{port}][/{path}]/{project}`. */
export interface DsnComponents {
  protocol: 'http' | 'https'
  publicKey: string
  /** Deprecated by the protocol; passed on only because it was given. */
  pass: string
  host: string
  port: string
  /** The prefix of servers that are mounted below a path, without slashes at its ends. */
  path: string
  projectId: string
}

/** Its groups are the components; each takes part, if only with an empty text. */
const DSN =
  /^(?<protocol>https?):\/\/(?<publicKey>[\w-]+):?(?<pass>[\w-]*)@(?<host>\[.+\]|[\w.-]+):?(?<port>\d*)\/(?<path>.*(?=\/.)|)\/?(?<projectId>[\w-]+)\/?$/i

/** The parts of a DSN, or `undefined` when the text is not one. */
export function parseDsn(text: unknown): DsnComponents | undefined {
  const groups: unknown = DSN.exec(typeof text === 'string' ? text.trim() : '')?.groups
  return groups as DsnComponents | undefined
}

/** The DSN as text, without its secret. */
export function dsnToString(dsn: DsnComponents): string {
  return baseOf(dsn, `${dsn.publicKey}@`) + dsn.projectId
}

/** The address that envelopes are posted to; it ends in a slash because several servers insist. */
export function envelopeUrl(dsn: DsnComponents): string {
  return `${baseOf(dsn, '')}api/${dsn.projectId}/envelope/`
}

/** The fields that say who sends; one of query string or header carries them, never both. */
export function authFields(dsn: DsnComponents, client: string): [name: string, value: string][] {
  const fields: [string, string][] = [
    ['sentry_version', '7'],
    ['sentry_key', dsn.publicKey],
    ['sentry_client', client],
    ['sentry_secret', dsn.pass],
  ]
  return fields.filter(([, value]) => value)
}

function baseOf({ protocol, host, port, path }: DsnComponents, user: string): string {
  return `${protocol}://${user}${host}${port && `:${port}`}/${path && `${path}/`}`
}
