import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: express } = await import('express')
  const { readFileSync } = await import('node:fs')
  try {
    readFileSync('/does/not/exist')
  } catch (error) {
    Sentry.captureException(error)
  }
  try {
    express().use()
  } catch (error) {
    Sentry.captureException(error)
  }
}

export const found = ({ events }: Ending) =>
  events.map(({ exception }) => {
    const frames = exception?.values?.[0]?.stacktrace?.frames ?? []
    return frames
      .slice(-2)
      .map(({ filename, in_app }) => [
        /node:|node_modules|programs/.exec(filename ?? '')?.[0],
        in_app,
      ])
  })

export const expected = [
  [
    ['node:', false],
    ['node:', false],
  ],
  [
    ['programs', true],
    ['node_modules', false],
  ],
]
