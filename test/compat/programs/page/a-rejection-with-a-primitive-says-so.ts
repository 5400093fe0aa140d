import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  for (const reason of ['none left', undefined, 42]) {
    dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
  }
  await Sentry.flush(1000)
  return events().map(({ exception }) => [
    exception?.values?.[0]?.type,
    exception?.values?.[0]?.value,
  ])
}

export const expected = [
  ['UnhandledRejection', 'Non-Error promise rejection captured with value: none left'],
  ['UnhandledRejection', 'Non-Error promise rejection captured with value: undefined'],
  ['UnhandledRejection', 'Non-Error promise rejection captured with value: 42'],
]
