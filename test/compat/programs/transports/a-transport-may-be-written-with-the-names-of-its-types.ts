import * as Sentry from '@sentry/browser'
import type {
  BaseTransportOptions,
  Envelope,
  Transport,
  TransportMakeRequestResponse,
  TransportRequest,
  TransportRequestExecutor,
} from '@sentry/core'
import { dsn } from '../../receiver.js'

const bodies: TransportRequest['body'][] = []

const request: TransportRequestExecutor = async ({ body }: TransportRequest) => {
  bodies.push(body)
  return { statusCode: 200 }
}

function makeShopTransport(options: BaseTransportOptions): Transport {
  const inner = Sentry.createTransport(options, request)
  return {
    flush: (timeout) => inner.flush(timeout),
    send: (envelope: Envelope): PromiseLike<TransportMakeRequestResponse> => inner.send(envelope),
  }
}

export async function run() {
  Sentry.init({ dsn, transport: makeShopTransport, defaultIntegrations: false })
  Sentry.captureMessage('typed')
  await Sentry.flush(1000)
  return bodies.length
}

export const expected = 1
