import * as Sentry from '@sentry/node'

export const alone = true

export function main(dsn: string) {
  const own = function shop() {
    return 1
  }
  const before = [String(own), Function.prototype.toString.call(own), String(setTimeout)]
  Sentry.init({ dsn, integrations: [Sentry.functionToStringIntegration()] })
  const after = [String(own), Function.prototype.toString.call(own), String(setTimeout)]
  return JSON.stringify(before) === JSON.stringify(after)
}

export const expected = true
