import {
  addBreadcrumb,
  type Client,
  captureException,
  getClient,
  type Integration,
} from '@mayday/core'

export interface ProcessWarningsOptions {
  /** What a warning becomes: a breadcrumb for later events, or an event of its own. @default 'breadcrumb' */
  as?: 'breadcrumb' | 'event' | undefined
}

/**
 * Tells what Node warns of: deprecated functions, too many listeners, and what the program gives to
 * `process.emitWarning()`. What is printed stays as it is.
 */
export function processWarningsIntegration({
  as = 'breadcrumb',
}: ProcessWarningsOptions = {}): Integration {
  return {
    name: 'ProcessWarnings',
    setup(client) {
      const onWarning = (warning: Error): void => tell(client, warning, as)
      process.on('warning', onWarning)
      return () => void process.off('warning', onWarning)
    },
  }
}

/** Rejections have an integration of their own. */
const REJECTION = /Rejection\w*Warning$/

function tell(
  client: Client,
  warning: Error & { code?: unknown },
  as: 'breadcrumb' | 'event',
): void {
  const { name, message, code } = warning
  if (getClient() !== client || REJECTION.test(name)) return
  if (as === 'event') {
    captureException(warning, {
      captureContext: { level: 'warning' },
      mechanism: { type: 'auto.node.warning', handled: true },
    })
  } else {
    addBreadcrumb({
      category: 'process.warning',
      level: 'warning',
      message: `${name}: ${message}`,
      ...(code !== undefined && { data: { code } }),
    })
  }
}
