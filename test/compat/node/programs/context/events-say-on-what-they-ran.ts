import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureMessage('where')
}

export const found = ({ events: [event] }: Ending) => {
  const { runtime, os, device, app, trace } = event?.contexts ?? {}
  return {
    runtime: [runtime?.name, runtime?.version === process.version],
    os: [typeof os?.name, typeof os?.kernel_version],
    device: [device?.arch === process.arch, typeof device?.memory_size],
    app: [Date.parse(String(app?.app_start_time)) > 0, Number(app?.app_memory) > 1_000_000],
    trace: [
      /^[0-9a-f]{32}$/.test(String(trace?.trace_id)),
      /^[0-9a-f]{16}$/.test(String(trace?.span_id)),
    ],
  }
}

export const expected = {
  runtime: ['node', true],
  os: ['string', 'string'],
  device: [true, 'number'],
  app: [true, true],
  trace: [true, true],
}
