import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [
      Sentry.nodeContextIntegration({
        app: false,
        os: false,
        device: { cpu: false, memory: false },
      }),
    ],
  })
  Sentry.captureMessage('where')
}

export const found = ({ events: [event] }: Ending) => {
  const { os, app, device } = event?.contexts ?? {}
  return [
    os?.name,
    app?.app_memory,
    device?.memory_size,
    device?.processor_count,
    device?.arch === process.arch,
  ]
}

export const expected = [undefined, undefined, undefined, undefined, true]
