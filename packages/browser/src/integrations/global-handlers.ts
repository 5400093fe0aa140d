import { type Client, type Integration, owns } from '@mayday/core'
import { listen } from '../instrument/listen.js'

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

function capture(client: Client, event: Event): void {
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
    mechanism: { type: `auto.browser.global_handlers.on${type}`, handled: false },
  })
}

/** What either event may have. */
type Uncaught = Partial<ErrorEvent & PromiseRejectionEvent & CustomEvent<{ reason: unknown }>>
