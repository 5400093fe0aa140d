import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  const calls: string[] = []
  Sentry.init({
    dsn,
    transport,
    integrations: [{ name: 'Dedupe', setup: () => void calls.push('mine') }],
  })
  const failure = () =>
    Object.assign(new Error('again'), {
      stack: 'Error: again\n    at a (https://shop.example/a.js:1:1)',
    })
  Sentry.captureException(failure())
  Sentry.captureException(failure())
  await Sentry.flush(1000)
  return { calls, arrived: events().length }
}

export const expected = { calls: ['mine'], arrived: 2 }
