// @vitest-environment jsdom
import {
  captureMessage,
  type GraphQLClientOptions,
  getIsolationScope,
  graphqlClientIntegration,
} from '@mayday/browser'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { start } from './setup.js'

beforeEach(() => void vi.stubGlobal('fetch', async () => new Response('{}')))
afterEach(() => vi.unstubAllGlobals())

type Options = Parameters<typeof start>[0]

/** What the breadcrumbs of these requests tell beside what they tell of any. */
async function told(
  bodies: unknown[],
  { endpoints = ['/graphql'], ...options }: Partial<GraphQLClientOptions> & Options = {},
  url = '/graphql',
) {
  const memory = start({ integrations: [graphqlClientIntegration({ endpoints })], ...options })
  getIsolationScope().clearBreadcrumbs()
  for (const body of bodies) await fetch(url, { method: 'POST', body: body as BodyInit })
  captureMessage('what led here')
  const { breadcrumbs } = await memory.captured()
  await memory.client.close()
  return breadcrumbs?.values.map(({ data }) => {
    const { method: _method, url: _url, status_code: _status, ...rest } = data ?? {}
    return rest
  })
}

const document = (query: string, operationName?: string) => JSON.stringify({ query, operationName })

it('names the operation of a request, by its kind and name', async () => {
  const bodies = [
    document('query Cart { items { id } }'),
    document('\n  mutation Pay($id: ID!) { pay(id: $id) { ok } }'),
    document('subscription OnSale @live { sale { id } }'),
    document('{ items { id } }', 'Cart'),
    document('query { items { query { id } } }'),
    document('query ($id: ID) { item(id: $id) { id } }', 'Item'),
    document('# of the cart\nfragment I on Item { id }\nquery Cart { items { ...I } }'),
    document('{ items { id } mutation { id } }'),
  ]
  expect(await told(bodies)).toEqual([
    { 'graphql.operation': 'query Cart' },
    { 'graphql.operation': 'mutation Pay' },
    { 'graphql.operation': 'subscription OnSale' },
    { 'graphql.operation': 'query Cart' },
    { 'graphql.operation': 'query' },
    { 'graphql.operation': 'query Item' },
    { 'graphql.operation': 'query Cart' },
    { 'graphql.operation': 'query' },
  ])
})

it('names persisted operations with their hash', async () => {
  const persistedQuery = { version: 1, sha256Hash: 'ab12'.repeat(16) }
  const bodies = [
    JSON.stringify({ operationName: 'Cart', extensions: { persistedQuery } }),
    JSON.stringify({ operationName: 'Cart', extensions: { persistedQuery: { version: 1 } } }),
  ]
  expect(await told(bodies)).toEqual([
    {
      'graphql.operation': 'persisted Cart',
      'graphql.persisted_query.hash.sha256': persistedQuery.sha256Hash,
      'graphql.persisted_query.version': 1,
    },
    {},
  ])
})

it('knows nothing of other requests', async () => {
  const cart = document('query Cart { items { id } }')
  expect(await told([cart], {}, '/rest')).toEqual([{}])
  expect(await told([cart], { endpoints: [/^\/api/] }, '/api/graphql')).toEqual([
    { 'graphql.operation': 'query Cart' },
  ])
  const others = ['{ broken', 'text', undefined, new FormData(), '[]', '{}', '{"query":7}']
  expect(await told(others)).toEqual(others.map(() => ({})))
})

it('keeps documents and variables to itself', async () => {
  const body = JSON.stringify({
    query: 'query Find { person(name: "Jo Doe") { id } }',
    variables: { mail: 'a-variable' },
  })
  const [closed] = (await told([body])) ?? []
  expect(closed).toEqual({ 'graphql.operation': 'query Find' })
  const [personal] = (await told([body], { sendDefaultPii: true })) ?? []
  expect(personal).toEqual({ 'graphql.operation': 'query Find' })
  const [open] = (await told([body], { dataCollection: { graphQL: { document: true } } })) ?? []
  expect(open).toEqual({
    'graphql.operation': 'query Find',
    'graphql.document': 'query Find { person(name: "Jo Doe") { id } }',
  })
})

it('reads the bodies of an XMLHttpRequest, and lets the page’s callback see what it says', async () => {
  const seen: unknown[] = []
  const { client } = start({
    integrations: [graphqlClientIntegration({ endpoints: ['/graphql'] })],
    beforeBreadcrumb: (breadcrumb) => {
      seen.push(breadcrumb.data?.['graphql.operation'])
      return null
    },
  })
  const xhr = new XMLHttpRequest()
  xhr.open('POST', '/graphql')
  const ended = new Promise((resolve) => xhr.addEventListener('loadend', resolve))
  xhr.send(document('mutation Pay { pay { ok } }'))
  xhr.abort()
  xhr.dispatchEvent(new Event('loadend'))
  await ended
  expect(seen).toContain('mutation Pay')
  await client.close()
})

it('ends with its client', async () => {
  const { client } = start({ integrations: [graphqlClientIntegration({ endpoints: ['/'] })] })
  await client.close()
  const breadcrumb = { data: { url: '/' } }
  client.emit('beforeOutgoingRequestBreadcrumb', breadcrumb, { input: '{"query":"{a}"}' })
  expect(breadcrumb).toEqual({ data: { url: '/' } })
})
