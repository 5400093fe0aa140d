import * as Sentry from '@sentry/node'

export async function main(dsn: string) {
  const sent: unknown[][] = []
  Sentry.init({
    dsn,
    sendClientReports: false,
    transport: () => ({
      send(envelope) {
        sent.push(envelope as unknown as unknown[])
        return Promise.resolve({ statusCode: 200 })
      },
      flush: () => Promise.resolve(true),
    }),
  })
  Sentry.captureException(new Error('to my own'))
  const flushed = await Sentry.flush(2000)
  const [headers, items] = sent[0] as [{ event_id?: string }, [{ type: string }, Sentry.Event][]]
  const [item, event] = items[0] as [{ type: string }, Sentry.Event]
  return {
    flushed,
    count: sent.length,
    type: item.type,
    value: event.exception?.values?.[0]?.value,
    hasId: headers.event_id === event.event_id,
  }
}

export const expected = { flushed: true, count: 1, type: 'event', value: 'to my own', hasId: true }
