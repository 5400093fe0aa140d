import { type Client, type Integration, owns } from '@mayday/core'

/**
 * Captures what brings the process down. It watches only: whether the process ends, with which code and with what on
 * stderr stays Node's own affair and that of the program's listeners.
 */
export function onUncaughtExceptionIntegration(): Integration {
  return {
    name: 'OnUncaughtException',
    setup: (client) =>
      watchCrashes((error, origin) => {
        if (origin === 'uncaughtException') captureCrash(client, error, 'onuncaughtexception')
      }),
  }
}

type CrashListener = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) => void

/** Tells of each uncaught exception and each rejection that Node turns into one; returns what ends that. */
export function watchCrashes(listener: CrashListener): () => void {
  process.on('uncaughtExceptionMonitor', listener)
  return () => void process.off('uncaughtExceptionMonitor', listener)
}

export function captureCrash(
  client: Client,
  error: unknown,
  kind: 'onuncaughtexception' | 'onunhandledrejection',
): void {
  if (!owns(client, error)) return
  client.captureException(error, {
    originalException: error,
    // What has no stack of its own must not be given ours.
    syntheticException: null,
    captureContext: { level: 'fatal' },
    mechanism: { type: `auto.node.${kind}`, handled: false },
  })
}
