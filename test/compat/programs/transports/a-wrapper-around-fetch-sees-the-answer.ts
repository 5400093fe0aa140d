import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  const answers: unknown[] = []
  globalThis.fetch = (async () =>
    new Response('', { status: 202, headers: { 'Retry-After': '7' } })) as typeof fetch
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport(options) {
      const inner = Sentry.makeFetchTransport(options)
      return {
        ...inner,
        send: async (envelope) => {
          const answer = await inner.send(envelope)
          answers.push([answer.statusCode, answer.headers?.['retry-after']])
          return answer
        },
      }
    },
  })
  Sentry.captureMessage('watched')
  await Sentry.flush(1000)
  return answers
}

export const expected = [[202, '7']]
