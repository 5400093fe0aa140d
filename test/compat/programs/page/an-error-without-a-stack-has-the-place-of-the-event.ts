import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  dispatchEvent(
    new ErrorEvent('error', {
      message: 'Uncaught none left',
      error: 'none left',
      filename: 'https://shop.example/pay.js',
      lineno: 3,
      colno: 7,
    }),
  )
  await Sentry.flush(1000)
  const [{ value, stacktrace } = {}] = event().exception?.values ?? []
  return {
    value,
    frames: stacktrace?.frames?.map(({ filename, lineno, colno }) => ({ filename, lineno, colno })),
  }
}

export const expected = {
  value: 'none left',
  frames: [{ filename: 'https://shop.example/pay.js', lineno: 3, colno: 7 }],
}
