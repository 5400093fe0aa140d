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

/** Where it is left for the receiver of that DSN. */
export function placeOfHeld(client: Client): string {
  return `mayday held ${client.getOptions().dsn}`
}

let hasLeft = false

/** Whether this page has left something: what is loaded after it began to go may not live to deliver that. */
export function hasLeftHeld(): boolean {
  return hasLeft
}

/** A page may go before it has loaded what makes events: then it leaves what they are to be made of to the next. */
export function leaveHeld(client: Client): void {
  if (client.getTransport()) return
  const held: Held[] = []
  client.on('hold', (capture) => safely('hold', () => held.push(noteOf(capture))))
  const leave = (): void => {
    const { consent } = client.getOptions()
    if (held.length === 0 || client.getTransport() || consent !== 'granted') return
    const write = (what: Held[]): unknown =>
      safely('leaving', () => {
        localStorage.setItem(placeOfHeld(client), JSON.stringify(what))
        return true
      })
    hasLeft = true
    // There may be no room for all of it.
    write(held) ?? write(held.slice(0, 20).map((one) => ({ ...one, attachments: [] })))
  }
  client.on('close', listen(globalThis as never, ['pagehide'], leave))
}

function noteOf({ kind, given, level, timestamp: at, hint }: Capture): Held {
  const { name, message = given, stack } = Object(given) as Partial<Error>
  const { event_id: id, mechanism, attachments } = hint
  const url = `${globalThis.location}`
  return { id, at, url, kind, name, message: `${message}`, stack, level, mechanism, attachments }
}
