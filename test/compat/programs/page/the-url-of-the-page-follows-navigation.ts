import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  history.pushState({}, '', '/checkout')
  Sentry.captureMessage('where')
  await Sentry.flush(1000)
  return new URL(event().request?.url ?? '').pathname
}

export const expected = '/checkout'
