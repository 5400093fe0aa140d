import { type Client, type Integration, owns, together } from '@mayday/core'
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
    setup: (client) =>
      together(
        (['error', 'unhandledrejection'] as const)
          .filter((type) => options[`on${type}`] !== false)
          .map((type) => listen(globalThis as never, type, (event) => capture(client, event))),
      ),
  }
}

function capture(client: Client, event: Event): void {
  const isError = event.type === 'error'
  const thrown = isError ? thrownIn(event as ErrorEvent) : reasonOf(event)
  if (!owns(client, thrown, (event as Partial<ErrorEvent>).filename)) return
  client.captureException(thrown, {
    syntheticException: isError ? errorAt(event as ErrorEvent) : null,
    mechanism: { type: `auto.browser.global_handlers.on${event.type}`, handled: false },
  })
}

/** Without an error object (a primitive was thrown, or the browser hides it) the event still says what and where. */
function thrownIn({ error, message }: ErrorEvent): unknown {
  return error ?? message?.replace(/^uncaught (exception: )?/i, '')
}

/** An error whose stack is the one place that the event names. */
function errorAt({ filename, lineno, colno }: ErrorEvent): Error {
  const error = new Error()
  error.stack = filename ? `    at ? (${filename}:${lineno || 1}:${colno || 1})` : ''
  return error
}

/** Promise libraries from before the standard put the reason into the event's detail. */
function reasonOf(event: Event & { reason?: unknown; detail?: { reason?: unknown } }): unknown {
  return 'reason' in event ? event.reason : event.detail?.reason
}
