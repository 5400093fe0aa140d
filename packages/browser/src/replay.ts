import {
  addBreadcrumb,
  type Breadcrumb,
  type Client,
  captureEvent,
  captureException,
  captureMessage,
  type EarlyEntry,
  early,
  getIsolationScope,
  safely,
  withScope,
} from '@mayday/core'
import type { GlobalHandlers } from './integrations/global-handlers.js'

type Call = (...args: unknown[]) => unknown

/** Has the client take up what was noted before it was there, in its order and with its times. */
export function replayEarly(client: Client): void {
  const notes = early()
  notes?.stop()
  const entries = notes?.noted.splice(0) ?? []
  if (!notes || !client.isEnabled()) return
  const play = ([at, what, ...args]: EarlyEntry): void =>
    safely('replay', () => replay(client, at / 1000, what, args))
  entries.forEach(play)
  notes.note = (what, ...args) => play([Date.now(), what, ...args])
}

const captures = { captureException, captureMessage, captureEvent } as Record<string, unknown>

function replay(client: Client, timestamp: number, what: string, args: unknown[]): void {
  const [first] = args
  if (first instanceof Event) {
    client.getIntegrationByName<GlobalHandlers>('GlobalHandlers')?.capture(first, timestamp)
  } else if (what === 'addBreadcrumb') addBreadcrumb({ timestamp, ...(first as Breadcrumb) })
  else if (what in captures) {
    withScope((scope) => {
      scope.addEventProcessor((event) => ({ ...event, timestamp }))
      ;(captures[what] as Call)(...args)
    })
  } else (getIsolationScope() as unknown as Record<string, Call>)[what]?.(...args)
}
