import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  const client = new Sentry.NodeClient({
    dsn,
    integrations: [],
    transport: Sentry.makeNodeTransport,
    stackParser: Sentry.defaultStackParser,
    release: 'lib@1',
    environment: 'test',
    dist: '7',
    sendClientReports: false,
  })
  const scope = new Sentry.Scope()
  scope.setClient(client)
  client.init()
  scope.setTag('library', 'yes')
  scope.captureException(new Error('of a library'))
  Sentry.captureMessage('to nobody')
  return [await client.flush(2000), Sentry.getClient() === client]
}

export function found({ events, returned }: Ending) {
  const [event] = events
  const { sdk, exception, contexts, timestamp, event_id, server_name, ...rest } = event ?? {}
  return {
    returned,
    count: events.length,
    rest,
    integrations: sdk?.integrations,
    packages: sdk?.packages?.length,
    contexts: Object.keys(contexts ?? {}).filter((name) => name !== 'runtime'),
    frame: exception?.values?.[0]?.stacktrace?.frames?.at(-1)?.function,
    lines: exception?.values?.[0]?.stacktrace?.frames?.at(-1)?.context_line,
    isNamed: typeof server_name,
    isTimed: typeof timestamp === 'number' && !!event_id,
  }
}

export const expected = {
  returned: [true, false],
  count: 1,
  rest: {
    level: 'error',
    platform: 'node',
    release: 'lib@1',
    environment: 'test',
    dist: '7',
    tags: { library: 'yes' },
  },
  integrations: [],
  packages: 1,
  contexts: ['trace'],
  frame: 'main',
  isNamed: 'string',
  isTimed: true,
}
