import { Worker } from 'node:worker_threads'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const worker = new Worker("throw new RangeError('in a worker')", { eval: true })
  worker.on('error', () => {})
  await new Promise((resolve) => worker.on('exit', resolve))
  await Sentry.flush(2000)
}

export const found = ({ events, code }: Ending) => [
  code,
  events.map(({ exception }) => [
    exception?.values?.[0]?.type,
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism?.handled,
    exception?.values?.[0]?.mechanism?.type,
  ]),
]

export const expected = [
  0,
  [['RangeError', 'in a worker', false, 'auto.child_process.worker_thread']],
]
