import {
  defaultStackParser,
  getClient,
  makeNodeTransport,
  NodeClient,
  nodeContextIntegration,
  Scope,
  withScope,
} from '@mayday/node'
import { expect, it } from 'vitest'
import { createReceiver, started } from './setup.js'

it('a client of one’s own captures through its scope, with the integrations it names', async () => {
  const receiver = await createReceiver()
  const client = new NodeClient({
    dsn: receiver.dsn,
    transport: makeNodeTransport,
    stackParser: defaultStackParser,
    integrations: [nodeContextIntegration()],
  })
  started(client).init()
  const scope = new Scope()
  scope.setClient(client)
  scope.setTag('own', 1).captureException(new Error('mine'))
  expect(await client.flush(5000)).toBe(true)
  expect(receiver.arrived[0]?.event).toMatchObject({
    platform: 'node',
    tags: { own: '1' },
    contexts: { runtime: { name: 'node' } },
    sdk: { name: 'mayday.javascript.node', integrations: [nodeContextIntegration().name] },
  })
  expect(client).toBeInstanceOf(NodeClient)
  expect(getClient()).toBeUndefined()
})

it('a client of one’s own names its server and runtime without any integration', async () => {
  const receiver = await createReceiver()
  const client = started(
    new NodeClient({ dsn: receiver.dsn, serverName: 'shop-1', integrations: [] }),
  )
  client.captureMessage('from here')
  await client.flush(5000)
  expect(receiver.arrived[0]?.event).toMatchObject({
    server_name: 'shop-1',
    contexts: { runtime: { name: 'node', version: process.version } },
  })
})

it('a client of one’s own keeps scopes apart through every await', async () => {
  started(new NodeClient({}))
  await withScope(async (scope) => {
    await Promise.resolve()
    withScope((inner) => expect(inner.getScopeData().tags).toEqual(scope.getScopeData().tags))
    scope.setTag('a', 1)
    await Promise.resolve()
    withScope((inner) => expect(inner.getScopeData().tags).toEqual({ a: 1 }))
  })
})
