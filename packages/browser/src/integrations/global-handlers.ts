import { type Client, type Integration, owns } from '@mayday/core'
import { listen } from '../instrument/listen.js'
import { claims, placeOf, thrownBy, type Uncaught } from '../instrument/uncaught.js'

export interface GlobalHandlersOptions {
  /** Captures uncaught errors. @default true */
  onerror?: boolean
  /** Captures rejections that nobody handles. @default true */
  onunhandledrejection?: boolean
}

export interface GlobalHandlers extends Integration {
  /** Captures what the event tells of, as if it had come at that time; in seconds since 1970. */
  capture(event: Event, timestamp: number): void
}

/** Captures what nobody in the page catches. It only listens: other handlers and the console see what they always saw. */
export function globalHandlersIntegration(options: GlobalHandlersOptions = {}): GlobalHandlers {
  const types = (['error', 'unhandledrejection'] as const).filter(
    (type) => options[`on${type}`] !== false,
  )
  let client: Client
  return {
    name: 'GlobalHandlers',
    setup(its) {
      client = its
      return listen(globalThis as never, types, (event) => capture(client, event))
    },
    capture(event, timestamp) {
      if (types.includes(event.type as never)) capture(client, event, timestamp)
    },
  }
}

function capture(client: Client, event: Uncaught, timestamp?: number): void {
  const { type, filename } = event
  const thrown = thrownBy(event)
  if (!owns(client, thrown, filename) || [...claims].some((claim) => claim(event))) return
  client.captureException(thrown, {
    syntheticException: placeOf(event),
    timestamp,
    mechanism: { type: `auto.browser.global_handlers.on${type}`, handled: false },
  })
}
