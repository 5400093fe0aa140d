import type { Envelope, Transport, TransportOptions } from '@mayday/core'
import { makeFetchTransport } from './fetch.js'

export interface BrowserOfflineTransportOptions {
  /** Asked before each attempt: `false` lets the envelope wait, as if there were no connection. */
  shouldSend?: (envelope: Envelope) => boolean | PromiseLike<boolean>
}

/**
 * The transport that it is given, for programs that say that they want to keep what cannot be sent. Every client does
 * that here, whatever its transport: there is no database to name, and the client decides when to try again.
 */
export function makeBrowserOfflineTransport<T extends TransportOptions = TransportOptions>(
  createTransport: (options: T) => Transport = makeFetchTransport,
): (options: T & BrowserOfflineTransportOptions) => Transport {
  return (options) => {
    const transport = createTransport(options)
    const { shouldSend } = options
    // What need not be asked is under way at once.
    if (!shouldSend) return transport
    return {
      async send(envelope) {
        if (!(await shouldSend(envelope))) throw new Error('Not to be sent now')
        return transport.send(envelope)
      },
      flush: (timeout) => transport.flush(timeout),
    }
  }
}
