import * as Sentry from '@sentry/node'

export async function main(dsn: string) {
  const bodies: string[] = []
  const urls: string[] = []
  Sentry.init({
    dsn,
    sendClientReports: false,
    transport: (options) => {
      urls.push(new URL(options.url).pathname.replace(/\d+/, '<id>'))
      return Sentry.createTransport(options, async ({ body }) => {
        bodies.push(typeof body === 'string' ? body : new TextDecoder().decode(body))
        return { statusCode: 200 }
      })
    },
  })
  Sentry.captureMessage('as text')
  await Sentry.flush(2000)
  const [envelope = '{}', item = '{}', event = '{}'] = bodies[0]?.split('\n') ?? []
  return [
    urls,
    bodies.length,
    !!JSON.parse(envelope).event_id,
    JSON.parse(item).type,
    JSON.parse(event).message,
  ]
}

export const expected = [['/api/<id>/envelope/'], 1, true, 'event', 'as text']
