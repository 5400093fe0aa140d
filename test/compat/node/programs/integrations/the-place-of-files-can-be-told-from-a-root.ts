import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, integrations: [Sentry.rewriteFramesIntegration({ root: process.cwd() })] })
  Sentry.captureException(new Error('from a root'))
}

export const found = ({ events: [event] }: Ending) =>
  event?.exception?.values?.[0]?.stacktrace?.frames
    ?.slice(-1)
    .map(({ filename, function: name }) => [name, filename])

export const expected = [
  ['main', 'app:///programs/integrations/the-place-of-files-can-be-told-from-a-root.js'],
]
