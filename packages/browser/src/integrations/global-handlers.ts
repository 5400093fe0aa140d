import { type Client, type Integration, owns } from '@mayday/core'
import { listen } from '../instrument/listen.js'
import { claims, placeOf, thrownBy, type Uncaught } from '../instrument/uncaught.js'

export interface GlobalHandlersOptions {
  /** Captures uncaught errors. @default true */
  onerror?: boolean
  /** Captures rejections that nobody handles. @default true */
  onunhandledrejection?: boolean
}

/** Captures what nobody in the page catches. It only listens: other handlers and the console see what they always saw. */
export function globalHandlersIntegration(options: GlobalHandlersOptions = {}): Integration {
  return {
    name: 'GlobalHandlers',
    setup(client) {
      const types = (['error', 'unhandledrejection'] as const).filter(
        (type) => options[`on${type}`] !== false,
      )
      return listen(globalThis as never, types, (event) => capture(client, event))
    },
  }
}

function capture(client: Client, event: Uncaught): void {
  const { type, filename } = event
  const thrown = thrownBy(event)
  if (!owns(client, thrown, filename) || [...claims].some((claim) => claim(event))) return
  client.captureException(thrown, {
    syntheticException: placeOf(event),
    mechanism: { type: `auto.browser.global_handlers.on${type}`, handled: false },
  })
}
