import * as Sentry from '@sentry/browser'
import * as Core from '@sentry/core'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  document.head.innerHTML = Core.getTraceMetaTags()
  const contentOf = (name: string) =>
    document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
  return {
    trace: /^[0-9a-f]{32}-[0-9a-f]{16}$/.test(contentOf('sentry-trace')),
    baggage: contentOf('baggage').includes('sentry-public_key=public'),
  }
}

export const expected = { trace: true, baggage: true }
