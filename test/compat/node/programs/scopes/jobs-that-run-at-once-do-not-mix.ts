import { EventEmitter, once } from 'node:events'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const job = (name: string, ms: number) =>
    Sentry.withIsolationScope(async () => {
      Sentry.setTag('job', name)
      Sentry.setUser({ id: name })
      Sentry.addBreadcrumb({ message: `${name} begins` })
      await pause(ms)
      process.nextTick(() => Sentry.addBreadcrumb({ message: `${name} ticks` }))
      setImmediate(() => Sentry.setExtra('immediate', name))
      const emitter = new EventEmitter()
      setTimeout(() => emitter.emit('done'), ms)
      await once(emitter, 'done')
      await Promise.all([pause(1), pause(2)])
      Sentry.captureMessage(`${name} ends`)
    })
  await Promise.all([job('a', 3), job('b', 1), job('c', 2)])
  Sentry.captureMessage('z after all')
}

export const found = ({ events }: Ending) =>
  events.map(({ message, tags, user, extra, breadcrumbs }) => [
    message,
    tags?.job,
    user?.id,
    extra?.immediate,
    breadcrumbs?.map((one) => one.message),
  ])

const job = (name: string) => [
  `${name} ends`,
  name,
  name,
  name,
  [`${name} begins`, `${name} ticks`],
]
const nothing = [undefined, undefined, undefined, undefined]
export const expected = [job('a'), job('b'), job('c'), ['z after all', ...nothing]]
