import * as Sentry from '@sentry/node'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const outside = Sentry.captureMessage('outside')
  const inside = await Sentry.withIsolationScope(async () => {
    const id = Sentry.captureMessage('inside')
    await null
    return Sentry.lastEventId() === id
  })
  return [inside, Sentry.lastEventId() === outside]
}

export const expected = [true, true]
