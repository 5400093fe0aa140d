import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const circular: Record<string, unknown> = { name: 'basket' }
  circular.self = circular
  Sentry.captureMessage('odd values', {
    extra: {
      circular,
      function: function pay() {},
      arrow: [() => {}][0],
      symbol: Symbol('stock'),
      big: 12n,
      notANumber: Number.NaN,
      infinite: Number.POSITIVE_INFINITY,
      nothing: null,
      absent: undefined,
      date: new Date(0),
      window: globalThis,
      document: globalThis.document,
    },
  })
  await Sentry.flush(1000)
  return event().extra
}

export const expected = {
  circular: { name: 'basket', self: '[Circular ~]' },
  function: '[Function: pay]',
  arrow: '[Function: <anonymous>]',
  symbol: '[Symbol(stock)]',
  big: '[BigInt: 12]',
  notANumber: '[NaN]',
  infinite: '[Infinity]',
  nothing: null,
  date: '1970-01-01T00:00:00.000Z',
  window: '[Window]',
  document: '[Document]',
}
