import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const operations: unknown[] = []
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.graphqlClientIntegration({ endpoints: [/graphql/] })],
    beforeBreadcrumb(breadcrumb) {
      if (breadcrumb.category === 'xhr') operations.push(breadcrumb.data?.['graphql.operation'])
      return breadcrumb
    },
  })
  const xhr = new XMLHttpRequest()
  xhr.open('POST', '/graphql/200')
  const ended = new Promise((resolve) => xhr.addEventListener('loadend', resolve))
  xhr.send(JSON.stringify({ query: '  mutation Pay($id: ID) { pay(id: $id) { ok } }' }))
  await ended
  return operations
}

export const expected = ['mutation Pay']
