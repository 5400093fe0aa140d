import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  const posted: unknown[] = []
  globalThis.fetch = (async (address: string, { headers }: RequestInit) => {
    const { host, pathname, searchParams } = new URL(address)
    const shop = new Headers(headers).get('X-Shop')
    posted.push([host + pathname, searchParams.get('sentry_key'), shop])
    return new Response('', { status: 200 })
  }) as typeof fetch
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transportOptions: { headers: { 'X-Shop': 'berlin' } },
    transport: Sentry.makeMultiplexedTransport(Sentry.makeFetchTransport, () => [
      'https://cart@cart.example/2',
      'https://shop@shop.example:8443/below/3',
    ]),
  })
  Sentry.captureMessage('of both')
  await Sentry.flush(1000)
  return posted
}

export const expected = [
  ['cart.example/api/2/envelope/', 'cart', 'berlin'],
  ['shop.example:8443/below/api/3/envelope/', 'shop', 'berlin'],
]
