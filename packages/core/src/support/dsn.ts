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

const DSN =
  /^(https?):\/\/([\w-]+)(?::([\w-]*))?@(\[[\da-f:.]+\]|[\w.-]+)(?::(\d+))?\/(?:(.+)\/)?([\w-]+)\/?$/i

/** The parts of a DSN, or `undefined` when the text is not one. */
export function parseDsn(text: unknown): DsnComponents | undefined {
  const match = typeof text === 'string' && DSN.exec(text.trim())
  if (!match) return undefined
  const [, protocol, publicKey, pass = '', host, port = '', path = '', projectId] =
    match as string[]
  return {
    protocol: protocol?.toLowerCase() as DsnComponents['protocol'],
    publicKey: publicKey as string,
    pass,
    host: host as string,
    port,
    path,
    projectId: projectId as string,
  }
}

/** The DSN as text, without its secret. */
export function dsnToString(dsn: DsnComponents): string {
  return `${dsn.protocol}://${dsn.publicKey}@${hostAndPath(dsn)}/${dsn.projectId}`
}

/** The address that envelopes are posted to; it ends in a slash because several servers insist. */
export function envelopeUrl(dsn: DsnComponents): string {
  return `${dsn.protocol}://${hostAndPath(dsn)}/api/${dsn.projectId}/envelope/`
}

/** The fields that say who sends; one of query string or header carries them, never both. */
export function authFields(dsn: DsnComponents, client: string): [name: string, value: string][] {
  const fields: [string, string][] = [
    ['sentry_version', '7'],
    ['sentry_key', dsn.publicKey],
    ['sentry_client', client],
  ]
  if (dsn.pass) fields.push(['sentry_secret', dsn.pass])
  return fields
}

function hostAndPath({ host, port, path }: DsnComponents): string {
  return host + (port && `:${port}`) + (path && `/${path}`)
}
