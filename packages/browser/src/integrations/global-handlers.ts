import type { Client, Integration } from '@mayday/core'

export interface GlobalHandlersOptions {
  /** Captures uncaught errors. @default true */
  onerror?: boolean
  /** Captures rejections that nobody handles. @default true */
  onunhandledrejection?: boolean
}

const MECHANISM = 'auto.browser.global_handlers.'

/** Captures what nobody in the page catches. It only listens: other handlers and the console see what they always saw. */
export function globalHandlersIntegration(options: GlobalHandlersOptions = {}): Integration {
  const { onerror = true, onunhandledrejection = true } = options
  return {
    name: 'GlobalHandlers',
    setup(client) {
      const onError = (event: ErrorEvent): void => captureError(client, event)
      const onRejection = (event: PromiseRejectionEvent): void => captureRejection(client, event)
      if (onerror) globalThis.addEventListener('error', onError)
      if (onunhandledrejection) globalThis.addEventListener('unhandledrejection', onRejection)
      return () => {
        globalThis.removeEventListener('error', onError)
        globalThis.removeEventListener('unhandledrejection', onRejection)
      }
    },
  }
}

function captureError(client: Client, event: ErrorEvent): void {
  // Without an error object (a primitive was thrown, or the browser hides it) the event still says what and where.
  const thrown = event.error ?? event.message?.replace(/^uncaught (exception: )?/i, '')
  client.captureException(thrown, {
    originalException: thrown,
    syntheticException: errorAt(event),
    mechanism: { type: `${MECHANISM}onerror`, handled: false },
  })
}

/** An error whose stack is the one place that the event names. */
function errorAt({ filename, lineno, colno }: ErrorEvent): Error {
  const error = new Error()
  error.stack = filename ? `    at ? (${filename}:${lineno || 1}:${colno || 1})` : ''
  return error
}

function captureRejection(client: Client, event: PromiseRejectionEvent): void {
  const reason = reasonOf(event)
  client.captureException(reason, {
    originalException: reason,
    syntheticException: null,
    mechanism: { type: `${MECHANISM}onunhandledrejection`, handled: false },
  })
}

/** Promise libraries from before the standard put the reason into the event's detail. */
function reasonOf(event: PromiseRejectionEvent & { detail?: { reason?: unknown } }): unknown {
  return 'reason' in event
    ? event.reason
    : (event as { detail?: { reason?: unknown } }).detail?.reason
}
