import { EventEmitter } from 'node:events'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  const emitter = new EventEmitter()
  Sentry.withScope((scope) => {
    scope.setTag('job', 'bound')
    Sentry.bindScopeToEmitter(emitter)
    emitter.on('done', () => Sentry.captureMessage('heard'))
  })
  emitter.emit('done')
}

export const found = ({ events }: Ending) => events.map(({ message, tags }) => [message, tags?.job])

export const expected = [['heard', 'bound']]
