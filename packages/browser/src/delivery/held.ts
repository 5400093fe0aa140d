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
}

/** Where it is left for the receiver of that DSN. */
export function placeOfHeld(client: Client): string {
  return `mayday held ${client.getOptions().dsn}`
}

/** A page may go before it has loaded what makes events: then it leaves what they are to be made of to the next. */
export function leaveHeld(client: Client): void {
  if (client.getTransport()) return
  const held: Held[] = []
  client.on('hold', (capture) => safely('hold', () => held.push(noteOf(capture))))
  const leave = (): void => {
    if (held.length === 0 || client.getTransport() || client.getOptions().consent !== 'granted')
      return
    localStorage.setItem(placeOfHeld(client), JSON.stringify(held.slice(0, MAX_HELD)))
  }
  client.on('close', listen(globalThis as never, ['pagehide'], leave))
}

/** Of a page that does nothing but fail, the first tell most. */
const MAX_HELD = 20

function noteOf({ kind, given, level, timestamp, hint }: Capture): Held {
  const { name, message = given, stack } = Object(given) as Partial<Error>
  const { event_id: id, mechanism } = hint
  const url = `${globalThis.location}`
  return { id, at: timestamp, url, kind, name, message: String(message), stack, level, mechanism }
}
