import { type DsnComponents, parseDsn } from '@mayday/core'

/** Finds the DSN that an envelope may go to; what it finds is the program's own, whatever the envelope's looks like. */
export type AllowList = (dsn: unknown) => DsnComponents | undefined

/** Throws, saying what is wrong, where it names nothing or something that is no DSN. */
export function createAllowList(dsns: readonly (string | undefined)[]): AllowList {
  const allowed = new Map<string, DsnComponents>()
  for (const [index, text] of Array.from(dsns ?? []).entries()) {
    const dsn = parseDsn(text)
    if (!dsn) throw new Error(`allowedDsns[${index}] is no DSN`)
    allowed.set(keyOf(dsn), dsn)
  }
  if (allowed.size === 0) throw new Error('allowedDsns is empty: nothing could be passed on')
  return (text) => {
    const dsn = parseDsn(text)
    return dsn && allowed.get(keyOf(dsn))
  }
}

/** The same for the same receiver, project and key, however these are written. */
function keyOf({ protocol, host, port, path, projectId, publicKey }: DsnComponents): string {
  const scheme = protocol.toLowerCase()
  const place = [scheme, host.toLowerCase(), port || (scheme === 'https' ? '443' : '80')]
  return JSON.stringify([...place, path, projectId, publicKey])
}
