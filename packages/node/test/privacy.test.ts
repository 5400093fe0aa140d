import { randomUUID } from 'node:crypto'
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  addBreadcrumb,
  captureEvent,
  captureException,
  continueTrace,
  getIsolationScope,
  httpIntegration,
  setContext,
  setExtra,
  setTag,
  setUser,
  withIsolationScope,
  zodErrorsIntegration,
} from '@mayday/node'
import { expect, it, vi } from 'vitest'
import { compare, tooMuch } from '../../../test/setup/privacy-table.js'
import { printed } from '../../../test/setup/quiet-console.js'
import { start } from './setup.js'

const HEADERS = {
  Accept: 'text/html',
  'Accept-Encoding': 'br',
  'Accept-Language': 'de',
  'Content-Type': 'application/json',
  Origin: 'https://h.example',
  Referer: 'https://h.example/?q=1',
  'User-Agent': 'a test',
  'X-Request-Id': '1',
  Authorization: 'Bearer 1234567890',
  Cookie: 'mine=1; mine_session=2',
  'Mine-Header': 'mine',
}

function ofZod(): Error {
  const issues = [{ code: 'c', path: ['mine'], message: 'm', mine: 1 }]
  return Object.defineProperty(Object.assign(new Error('m'), { name: 'ZodError' }), 'issues', {
    value: issues,
  })
}

/** Everything that a service may do, done once; what is sent of it. */
async function everything(options: Parameters<typeof start>[0] = {}): Promise<string[]> {
  vi.stubGlobal('_sentryDebugIds', { [new Error().stack ?? '']: randomUUID() })
  const { client, envelopes } = start({ release: 'r@1', dist: '1', orgId: 7, ...options })
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/a?b=c') captureException(new Error('in a request'))
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  for (const path of ['/a?b=c', '/']) {
    await new Promise<void>((resolve) => {
      const headers = { ...HEADERS }
      send(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers }, (response) => {
        response.resume().on('end', resolve)
      }).end('{"mine":1}')
    })
  }
  server.closeAllConnections()
  server.close()

  withIsolationScope((scope) => {
    console.log('printed', { mine: 1 })
    scope.setTransactionName('mine')
    setUser({ mine: '1' })
    setTag('mine', '1')
    setExtra('mine', 1)
    setContext('mine', { a: 1 })
    addBreadcrumb({ type: 'mine', category: 'c', message: 'm', level: 'info', data: { mine: 1 } })
    getIsolationScope().addAttachment({
      filename: 'mine.txt',
      contentType: 'text/plain',
      attachmentType: 'event.attachment',
      data: 'mine',
    })
    const cause = new DOMException('inner', 'AbortError')
    const outer = new AggregateError(Array(8).fill(0).map(String).map(Error), 'outer', { cause })
    const incoming = {
      sentryTrace: '0123456789abcdef0123456789abcdef-0123456789abcdef',
      baggage: 'sentry-mine=1,sentry-trace_id=0123456789abcdef0123456789abcdef',
    }
    continueTrace(incoming, () => captureException(Object.assign(new Error('own'), { mine: 1 })))
    captureException(outer, { mechanism: { data: { mine: 1 } } })
    captureException(new DOMException('m', 'AbortError'))
  })
  captureException({ mine: 'thrown' })
  captureException(ofZod())
  captureEvent({
    message: 'made by hand',
    logger: 'mine',
    logentry: { message: 'm %s', params: ['p'], formatted: 'm p' },
    fingerprint: ['mine'],
  })
  await client.flush()
  vi.unstubAllGlobals()
  expect(printed('log')).toHaveLength(1)
  return envelopes
}

it('what leaves a service is listed in docs/privacy.md, and what is listed leaves', async () => {
  const opened: Record<string, string[]> = { tunnel: await everything({ tunnel: '/t' }) }
  for (const name of ['userInfo', 'cookies', 'httpHeaders', 'queryParams']) {
    opened[name] = await everything({ dataCollection: { [name]: true } })
  }
  opened.httpBodies = await everything({ dataCollection: { httpBodies: ['incomingRequest'] } })
  const sessions = httpIntegration({ trackIncomingRequestsAsSessions: true })
  opened.trackIncomingRequestsAsSessions = await everything({ integrations: [sessions] })
  opened.zodErrorsIntegration = await everything({ integrations: [zodErrorsIntegration()] })
  const closed = [...(await everything()), ...(await tooMuch(start))]
  const compared = compare(['all', 'node'], ['all', 'node'], closed, opened)
  expect(compared).toEqual({ unlisted: [], unseen: [], open: [] })
})
