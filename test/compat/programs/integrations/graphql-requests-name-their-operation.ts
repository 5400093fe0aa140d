import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

async function ask(path: string, body: unknown): Promise<void> {
  await fetch(path, { method: 'POST', body: JSON.stringify(body) })
}

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.graphqlClientIntegration({ endpoints: ['/graphql/'] })],
  })
  await ask('/graphql/200', { query: 'query Cart { items { id } }' })
  await ask('/graphql/200', { query: 'mutation ($id: ID) { buy(id: $id) }', operationName: 'Buy' })
  await ask('/graphql/200', {
    operationName: 'Known',
    extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } },
  })
  await ask('/other/200', { query: 'query Cart { items { id } }' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ data }) => [
    data?.['graphql.operation'],
    data?.['graphql.persisted_query.hash.sha256'],
    data?.['graphql.persisted_query.version'],
  ])
}

export const expected = [
  ['query Cart', null, null],
  ['mutation Buy', null, null],
  ['persisted Known', 'abc', 1],
  [null, null, null],
]
