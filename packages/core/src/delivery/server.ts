/** What each receiver keeps: the rest is not worth the bytes. */
import type { ItemType } from '../protocol/envelope.js'
import type { DsnComponents } from '../support/dsn.js'

/** `'auto'` tells them by the name of their host. */
export type Server = 'auto' | 'sentry' | 'glitchtip' | 'bugsink' | 'spotlight'

/** The types of items that reach somebody; those that are not listed keep all. */
const KEPT: Partial<Record<Server, readonly ItemType[]>> = {
  glitchtip: ['event', 'transaction', 'feedback', 'user_report', 'log'],
  bugsink: ['event'],
}

/** The receiver behind the DSN; unless its host says another name, all is sent as to Sentry. */
export function serverOf({ host, port }: DsnComponents, server: Server): Server {
  if (server !== 'auto') return server
  // Where it listens unless told otherwise.
  if (port === '8969') return 'spotlight'
  return (/glitchtip|bugsink/.exec(host)?.[0] as Server | undefined) ?? 'sentry'
}

/** Whether the receiver does anything with such an item. */
export function keepsItem(server: Server, type: ItemType): boolean {
  return KEPT[server]?.includes(type) ?? true
}
