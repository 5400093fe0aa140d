import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

type Tell = (reports: unknown[]) => void

export async function run() {
  let tell: Tell = () => {}
  let given: unknown
  class ReportingObserver {
    constructor(callback: Tell, options: unknown) {
      tell = callback
      given = options
    }
    observe() {}
    disconnect() {}
  }
  Object.assign(globalThis, { ReportingObserver })
  Sentry.init({ dsn, transport, integrations: [Sentry.reportingObserverIntegration()] })
  const url = 'https://shop.example/cart'
  tell([
    { type: 'deprecation', url, body: { id: 'old', message: 'it will go' } },
    { type: 'intervention', url, body: {} },
    { type: 'crash', url, body: { crashId: '7', reason: 'oom' } },
    { type: 'crash', url, body: null },
  ])
  await Sentry.flush(1000)
  return [given, events().map(({ message, level, extra }) => [message, level, extra])]
}

export const expected = [
  { buffered: true, types: ['crash', 'deprecation', 'intervention'] },
  [
    [
      'ReportingObserver [deprecation]: it will go',
      'info',
      { url: 'https://shop.example/cart', body: { id: 'old', message: 'it will go' } },
    ],
    [
      'ReportingObserver [intervention]: No details available',
      'info',
      { url: 'https://shop.example/cart', body: {} },
    ],
    [
      'ReportingObserver [crash]: 7 oom',
      'info',
      { url: 'https://shop.example/cart', body: { crashId: '7', reason: 'oom' } },
    ],
    [
      'ReportingObserver [crash]: No details available',
      'info',
      { url: 'https://shop.example/cart' },
    ],
  ],
]
