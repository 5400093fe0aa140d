import { readFileSync } from 'node:fs'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  try {
    readFileSync('/does/not/exist')
  } catch (error) {
    Sentry.captureException(error)
  }
}

export const found = ({ events: [event] }: Ending) => {
  const { code, errno, syscall, path } = event?.contexts?.node_system_error ?? {}
  return [code, typeof errno, syscall, path, event?.exception?.values?.[0]?.value]
}

export const expected = [
  'ENOENT',
  'number',
  'open',
  undefined,
  'ENOENT: no such file or directory, open',
]
