import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ enabled: false, dsn })
  const ids = [Sentry.captureException(new Error('disabled'))]
  const first = [Sentry.isInitialized(), Sentry.isEnabled()]
  Sentry.init({})
  ids.push(Sentry.captureMessage('to nowhere'))
  return [ids.every((id) => /^[0-9a-f]{32}$/.test(id)), first, Sentry.isInitialized()]
}

export const found = ({ contents, returned }: Ending) => [returned, contents.length]

export const expected = [[true, [true, false], true], 0]
