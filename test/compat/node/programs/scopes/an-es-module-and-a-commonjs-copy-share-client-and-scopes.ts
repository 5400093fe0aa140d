import { createRequire } from 'node:module'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  const required: typeof Sentry = createRequire(`${process.cwd()}/`)('@sentry/node')
  // Hidden from what makes CommonJS of this file.
  const imported: typeof Sentry = await new Function('load', 'return load()')(
    () => import('@sentry/node'),
  )
  Sentry.init({ dsn })
  required.setTag('by', 'required')
  imported.setUser({ id: '7' })
  required.withScope((scope) => {
    scope.setTag('in', 'scope')
    imported.captureMessage('of all')
  })
  return [required.getClient() === imported.getClient(), required.isInitialized()]
}

export const found = ({ events, returned }: Ending) => [
  returned,
  events.map(({ message, tags, user }) => [message, tags, user?.id]),
]

export const expected = [[true, true], [['of all', { by: 'required', in: 'scope' }, '7']]]
