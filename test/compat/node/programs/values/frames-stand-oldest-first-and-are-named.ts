import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  class Cart {
    static open() {
      return new Cart().check()
    }
    check() {
      return [1].map(() => {
        throw new Error('deep')
      })
    }
  }
  try {
    Cart.open()
  } catch (error) {
    Sentry.captureException(error)
  }
}

export const found = ({ events: [event] }: Ending) => {
  const frames = event?.exception?.values?.[0]?.stacktrace?.frames ?? []
  const from = frames.findIndex((frame) => frame.function === 'main')
  return frames
    .slice(from)
    .map((frame) => [frame.function, frame.in_app, !!frame.filename, !!frame.lineno, !!frame.colno])
}

export const expected = [
  ['main', true, true, true, true],
  ['Cart.open', true, true, true, true],
  ['Cart.check', true, true, true, true],
  ['Array.map', false, true, false, false],
  ['?', true, true, true, true],
]
