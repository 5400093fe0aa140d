import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rename } from 'node:fs/promises'
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import {
  addBreadcrumb,
  captureCheckIn,
  captureEvent,
  captureException,
  captureFeedback,
  captureMessage,
  childProcessIntegration,
  continueTrace,
  createConsolaReporter,
  createSentryWinstonTransport,
  endSession,
  eventLoopBlockIntegration,
  getIsolationScope,
  httpIntegration,
  nodeContextIntegration,
  pinoIntegration,
  processSessionIntegration,
  processWarningsIntegration,
  setContext,
  setExtra,
  setTag,
  setUser,
  startSession,
  trpcMiddleware,
  withIsolationScope,
  zodErrorsIntegration,
} from '@mayday/node'
import { wrapHandler } from '@mayday/node/lambda'
import { captureRequestError } from '@mayday/node/next'
import { createConsola } from 'consola'
import pino from 'pino'
import { expect, it, vi } from 'vitest'
import winston from 'winston'
import Transport from 'winston-transport'
import { compare, tooMuch } from '../../../test/setup/privacy-table.js'
import { printed } from '../../../test/setup/quiet-console.js'
import { runtimeContextIntegration } from '../src/edge/runtime-context.js'
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

/** Lines of each logger, that become breadcrumbs and events. */
function logEverything(): void {
  const Own = createSentryWinstonTransport(Transport, { fields: true })
  const written = winston.createLogger({ transports: [new Own()] })
  const reporters = [createConsolaReporter({ fields: true })]
  const reported = createConsola({ reporters }).withTag('mine')
  const piped = pino({ name: 'mine' }, { write() {} })
  written.info('a line', { mine: 1 })
  reported.info('a line', { mine: 1 })
  piped.info({ mine: 1 }, 'a line')
  written.error('a line', { mine: 1, error: new Error('of winston') })
  reported.error('a line', { mine: 1 }, new Error('of consola'))
  piped.error({ mine: 1, err: new Error('of pino') }, 'a line')
}

/** An address at which nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

/** What the machine and other processes do to a service. */
async function misfortunes(): Promise<void> {
  await Promise.all([
    once(spawn(process.execPath, ['-e', 'process.exit(3)']), 'close'),
    once(new Worker('process.exit(3)', { eval: true }), 'exit'),
    once(new Worker('throw new Error("of a thread")', { eval: true }), 'error'),
    fetch(`${await nowhere()}/?b=c`).catch(captureException),
    rename('/nowhere/from', '/nowhere/to').catch(captureException),
  ])
  const notFound = {
    errno: -3008,
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname: 'h.example',
  }
  captureException(Object.assign(new Error('not found'), notFound))
}

/** Names of packages are the program's choice, and this program's are those of its tests. */
function ofOurOwn(envelope: string): string {
  return envelope.replace(/"modules":\{[^}]*\}/g, '"modules":{"mine":"1.0.0"}')
}

async function warn(): Promise<void> {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  process.emitWarning('mine', { code: 'MINE' })
  await once(process, 'warning')
  write.mockRestore()
}

async function inAnotherCloud(): Promise<string[]> {
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  vi.stubEnv('AWS_EXECUTION_ENV', 'AWS_Lambda_nodejs20.x')
  const envelopes = await tooMuch(start)
  vi.unstubAllEnvs()
  return envelopes.map(ofOurOwn)
}

/** Long enough for the thread that watches. */
async function block(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500))
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  await new Promise((resolve) => setTimeout(resolve, 200))
}

function session(): void {
  startSession({ did: 'mine', ipAddress: '192.0.2.1' })
  endSession()
}

/** Everything that a service may do, done once; what is sent of it. */
async function everything(
  options: Parameters<typeof start>[0] = {},
  first: () => unknown = () => {},
  attachRpcInput = false,
): Promise<string[]> {
  vi.stubEnv('TENCENTCLOUD_REGION', 'ap')
  vi.stubEnv('TENCENTCLOUD_APPID', '7')
  vi.stubEnv('TENCENTCLOUD_ZONE', 'ap-1')
  vi.stubGlobal('_sentryDebugIds', { [new Error().stack ?? '']: randomUUID() })
  const { client, envelopes } = start({ release: 'r@1', dist: '1', orgId: 7, ...options })
  await first()
  await misfortunes()
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
  logEverything()
  const checkIn = { monitorSlug: 'mine', status: 'ok', duration: 1 } as const
  const schedule = { type: 'interval', value: 1, unit: 'day' } as const
  const monitor = { schedule, checkinMargin: 1, maxRuntime: 1, timezone: 'UTC' }
  captureCheckIn(checkIn, { ...monitor, failureIssueThreshold: 1, recoveryThreshold: 1 })
  const sentryTrace = '0123456789abcdef0123456789abcdef-0123456789abcdef'
  continueTrace({ sentryTrace }, () => captureCheckIn(checkIn))
  captureEvent({
    message: 'made by hand',
    logger: 'mine',
    logentry: { message: 'm %s', params: ['p'], formatted: 'm p' },
    fingerprint: ['mine'],
  })
  captureRequestError(
    Object.assign(new Error('of Next.js'), { digest: '3161264571' }),
    { path: '/a?b=c', method: 'GET', headers: {} },
    { routerKind: 'App Router', routePath: '/a', routeType: 'render' },
  )
  const invocation = {
    awsRequestId: '1',
    functionName: 'f',
    functionVersion: '1',
    invokedFunctionArn: 'arn:aws:lambda:r:1:function:f',
    logGroupName: 'g',
    logStreamName: 's',
  }
  await wrapHandler((_event: object, _context: object) => Promise.reject(new Error('of Lambda')))(
    { mine: 1 },
    invocation,
  ).catch(() => {})
  vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' })
  client.addIntegration({ ...runtimeContextIntegration(), name: 'ContextOfWorkers' })
  captureMessage('in a Worker')
  const procedure = trpcMiddleware({ attachRpcInput })({
    path: 'a.b',
    type: 'query',
    getRawInput: async () => ({ mine: 1 }),
    next: () => Promise.reject(new Error('of a procedure')),
  })
  await expect(procedure).rejects.toThrow('of a procedure')
  captureFeedback({
    message: 'm',
    name: 'n',
    email: 'm@h.example',
    url: 'https://h.example/cart?q=1',
    source: 's',
    associatedEventId: '0123456789abcdef0123456789abcdef',
  })
  await client.flush()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  expect(printed('log')).toHaveLength(1)
  return envelopes.map(ofOurOwn)
}

it('what leaves a service is listed in docs/privacy.md, and what is listed leaves', async () => {
  // First, because what has happened to the process goes on to be told.
  const closed = [...(await everything()), ...(await inAnotherCloud())]
  const opened: Record<string, string[]> = { tunnel: await everything({ tunnel: '/t' }) }
  for (const name of ['userInfo', 'cookies', 'httpHeaders', 'queryParams']) {
    opened[name] = await everything({ dataCollection: { [name]: true } })
  }
  const integrations = [pinoIntegration({ fields: true })]
  opened.pinoIntegration = await everything({ integrations })
  opened.httpBodies = await everything({ dataCollection: { httpBodies: ['incomingRequest'] } })
  const sessions = httpIntegration({ trackIncomingRequestsAsSessions: true })
  opened.trackIncomingRequestsAsSessions = await everything({ integrations: [sessions] })
  opened.zodErrorsIntegration = await everything({ integrations: [zodErrorsIntegration()] })
  opened.attachRpcInput = await everything({}, undefined, true)
  opened.includeChildProcessArgs = await everything({
    integrations: [childProcessIntegration({ includeChildProcessArgs: true })],
  })
  opened.nodeContextIntegration = await everything({
    integrations: [nodeContextIntegration({ culture: true })],
  })
  opened.processWarningsIntegration = await everything(
    { integrations: [processWarningsIntegration()] },
    warn,
  )
  opened.eventLoopBlockIntegration = await everything(
    { integrations: [eventLoopBlockIntegration({ threshold: 100 })] },
    block,
  )
  opened.processSessionIntegration = await everything(
    { integrations: [processSessionIntegration()] },
    session,
  )
  const compared = compare(['all', 'node'], ['all', 'node'], closed, opened)
  expect(compared).toEqual({ unlisted: [], unseen: [], open: [] })
}, 40_000)
