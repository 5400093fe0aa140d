import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  await once(spawn(process.execPath, ['-e', 'process.exit(3)']), 'exit')
  await once(spawn(process.execPath, ['-e', '']), 'exit')
  Sentry.captureMessage('after both')
}

export const found = ({ events: [event] }: Ending) =>
  event?.breadcrumbs?.map(({ category, level, message }) => [category, level, message])

export const expected = [['child_process', 'warning', "Child process exited with code '3'"]]
