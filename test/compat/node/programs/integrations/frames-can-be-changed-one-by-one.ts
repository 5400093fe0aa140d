import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [
      Sentry.rewriteFramesIntegration({
        iteratee: (frame) => ({ ...frame, filename: `shop/${frame.filename?.split('/').at(-1)}` }),
      }),
    ],
  })
  Sentry.captureException(new Error('changed'))
}

export const found = ({ events: [event] }: Ending) =>
  event?.exception?.values?.[0]?.stacktrace?.frames?.at(-1)?.filename

export const expected = 'shop/frames-can-be-changed-one-by-one.js'
