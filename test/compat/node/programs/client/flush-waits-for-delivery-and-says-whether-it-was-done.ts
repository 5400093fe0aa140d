import * as Sentry from '@sentry/node'

export async function main(dsn: string) {
  let answer = () => {}
  const order: string[] = []
  Sentry.init({
    dsn,
    transport: (options) =>
      Sentry.createTransport(options, async () => {
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        order.push('delivered')
        return { statusCode: 200 }
      }),
  })
  Sentry.captureMessage('slow')
  order.push(`too early: ${await Sentry.flush(20)}`)
  const flushed = Sentry.flush(2000)
  setTimeout(() => answer(), 1)
  order.push(`in time: ${await flushed}`)
  return order
}

export const expected = ['too early: false', 'delivered', 'in time: true']
