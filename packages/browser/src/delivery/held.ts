import { type Capture, type Client, safely } from '@mayday/core'
import { listen } from '../instrument/listen.js'

/** What is left of a capture that no event has been made of: it stays on the device until a later page makes one. */
export interface Held {
  id: string
  /** In seconds since 1970. */
  at: number
  /** Of the page. */
  url: string
  kind: Capture['kind']
  name?: string | undefined
  message: string
  stack?: string | undefined
  level?: Capture['level']
  mechanism?: Capture['hint']['mechanism']
  attachments?: Capture['hint']['attachments']
}

const PAGE = /* @__PURE__ */ Math.random()

/** Where this page leaves it for the receiver of that DSN; up to the last blank it is the same in all pages. */
export function placeOfHeld(client: Client): string {
  return `mayday held ${client.getOptions().dsn} ${PAGE}`
}

/**
 * A page may go before it has loaded what makes events: then it leaves what they are to be made of to the next, unless
 * it comes back.
 */
export function leaveHeld(client: Client): void {
  const place = placeOfHeld(client)
  const held: Held[] = []
  client.on('hold', (capture) => safely('hold', () => held.push(noteOf(capture))))
  const follow = ({ type }: Event): void => {
    if (!held[0]) return
    localStorage.removeItem(place)
    const { consent } = client.getOptions()
    if (type !== 'pagehide' || client.getTransport() || consent !== 'granted') return
    const write = (what: Held[]): void => localStorage.setItem(place, JSON.stringify(what))
    try {
      write(held)
    } catch {
      // There may be no room for all of it.
      write(held.slice(0, 20).map((one) => ({ ...one, attachments: [] })))
    }
  }
  client.on('close', listen(globalThis as never, ['pagehide', 'pageshow'], follow))
}

function noteOf({ kind, given, level, timestamp: at, hint }: Capture): Held {
  const { name, message = given, stack } = Object(given) as Partial<Error>
  const { event_id: id, mechanism, attachments } = hint
  const url = location.href
  return { id, at, url, kind, name, message: `${message}`, stack, level, mechanism, attachments }
}
