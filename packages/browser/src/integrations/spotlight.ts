import { debug, type Envelope, type Integration, serializeEnvelope, unpatched } from '@mayday/core'

export interface SpotlightConnectionOptions {
  /** Where Spotlight listens. @default 'http://localhost:8969/stream' */
  sidecarUrl?: string
}

/** After so many failures in a row it is taken not to run. */
const MAX_FAILURES = 4

/**
 * Shows what is captured in Spotlight on this machine, as it is sent to the receiver. For development: a page that is
 * published should not ask its visitors' machines. What is sent does not depend on whether Spotlight runs.
 */
export function spotlightBrowserIntegration(options: SpotlightConnectionOptions = {}): Integration {
  const { sidecarUrl = 'http://localhost:8969/stream' } = options
  return {
    name: 'SpotlightBrowser',
    setup(client) {
      // Now, before others wrap it once more: these requests leave no breadcrumbs.
      const send = unpatched(globalThis.fetch) as typeof fetch
      let failures = 0

      async function show([headers, items]: Envelope): Promise<void> {
        // After what is being captured has gone its way.
        await undefined
        try {
          const sent_at = new Date().toISOString()
          const body = serializeEnvelope([{ ...headers, sent_at }, items]) as BodyInit
          const type = { 'Content-Type': 'application/x-sentry-envelope' }
          await send.call(globalThis, sidecarUrl, {
            method: 'POST',
            body,
            headers: type,
            mode: 'cors',
          })
          failures = 0
        } catch (error) {
          if (++failures === 1) debug('Spotlight does not answer:', sidecarUrl, error)
        }
      }

      return client.on('beforeEnvelope', (envelope) => {
        if (failures < MAX_FAILURES) void show(envelope)
      })
    },
  }
}
