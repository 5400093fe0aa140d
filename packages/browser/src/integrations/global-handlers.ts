import { type Client, type Integration, owns } from '@mayday/core'
import { listen } from '../instrument/listen.js'

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

function capture(client: Client, event: Event, timestamp?: number): void {
  const { type, error, message, filename, lineno, colno, reason, detail } = event as Uncaught
  const isError = type === 'error'
  // Without an error object (a primitive was thrown, or the browser hides it) the event still says what and where.
  const thrown = isError
    ? (error ?? message?.replace(/^uncaught (exception: )?/i, ''))
    : // Promise libraries from before the standard put the reason into the event's detail.
      (detail?.reason ?? reason)
  if (!owns(client, thrown, filename)) return
  // The one place that the event names.
  const stack = filename ? `    at ? (${filename}:${lineno}:${colno})` : ''
  client.captureException(thrown, {
    syntheticException: isError ? Object.assign(new Error(), { stack }) : null,
    timestamp,
    mechanism: { type: `auto.browser.global_handlers.on${type}`, handled: false },
  })
}

/** What either event may have. */
type Uncaught = Partial<ErrorEvent & PromiseRejectionEvent & CustomEvent<{ reason: unknown }>>
