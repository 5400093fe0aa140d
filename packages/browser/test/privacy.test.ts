// @vitest-environment jsdom
import {
  addBreadcrumb,
  browserSessionIntegration,
  captureEvent,
  captureException,
  captureFeedback,
  captureMessage,
  contextLinesIntegration,
  continueTrace,
  cspViolationIntegration,
  cultureContextIntegration,
  getIsolationScope,
  graphqlClientIntegration,
  httpClientIntegration,
  type Integration,
  reportingObserverIntegration,
  resourceErrorsIntegration,
  setContext,
  setExtra,
  setTag,
  setUser,
  type User,
  webWorkerIntegration,
  zodErrorsIntegration,
} from '@mayday/browser'
import { createErrorHandler } from '@mayday/browser/svelte'
import { type VueIntegrationOptions, vueIntegration } from '@mayday/browser/vue'
import { expect, it, vi } from 'vitest'
import { compare, tooMuch } from '../../../test/setup/privacy-table.js'
import { printed } from '../../../test/setup/quiet-console.js'
import { listenToErrors, page, raise, start } from './setup.js'

const HEADERS = {
  Accept: 'text/html',
  'Accept-Language': 'de',
  'Content-Type': 'text/plain',
  Authorization: 'Bearer 1234567890',
}

const VIOLATION = {
  blockedURI: 'https://h.example/mine.js?q=1',
  effectiveDirective: 'script-src',
  disposition: 'enforce',
  sourceFile: 'https://h.example/app.js',
  lineNumber: 1,
  columnNumber: 2,
}

const GRAPHQL = JSON.stringify({
  query: 'query Mine { mine }',
  operationName: 'Mine',
  extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } },
})

/** Reports at once. */
class FakeObserver {
  constructor(private readonly tell: (reports: unknown[]) => void) {}
  observe(): void {
    this.tell([{ type: 'crash', url: 'https://h.example/', body: { mine: 1 } }])
  }
  disconnect(): void {}
}

function ofZod(): Error {
  const issues = [{ code: 'c', path: ['mine'], message: 'm', mine: 1 }]
  return Object.defineProperty(Object.assign(new Error('m'), { name: 'ZodError' }), 'issues', {
    value: issues,
  })
}

function inScript(): Error {
  document.body.innerHTML = '\n<script>\nmine()\n</script>\n'
  const lines = document.documentElement.innerHTML.split('\n')
  const line = lines.indexOf('mine()') + 3
  return Object.assign(new Error('m'), {
    stack: `Error: m\n    at mine (${location.origin}/cart:${line}:1)`,
  })
}

/** What is sent only where its integration is installed. */
const OPT_IN: Record<string, () => Integration> = {
  contextLinesIntegration,
  cspViolationIntegration,
  cultureContextIntegration,
  graphqlClientIntegration: () => graphqlClientIntegration({ endpoints: ['/api'] }),
  httpClientIntegration,
  reportingObserverIntegration,
  resourceErrorsIntegration,
  zodErrorsIntegration,
}

/** Everything that a page may do, done once; what is sent of it. */
async function everything(
  options: Parameters<typeof start>[0] = {},
  visitor: User | null = null,
  vueOptions: VueIntegrationOptions = {},
): Promise<string[]> {
  getIsolationScope().clear().setUser(visitor)
  const headers = { ...HEADERS, 'Content-Length': '2', 'X-Request-Id': 'r', 'Mine-Header': '1' }
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.startsWith('/api')) return new Response('{}', { status: 500, headers })
    throw new TypeError('Failed to fetch')
  })
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => callback())
  vi.stubGlobal('ReportingObserver', FakeObserver)
  Object.assign(navigator, { deviceMemory: 8, connection: { effectiveType: '4g' } })
  vi.spyOn(document, 'referrer', 'get').mockReturnValue('https://h.example/?q=1#top')
  vi.stubGlobal('_sentryDebugIds', { [new Error().stack ?? '']: crypto.randomUUID() })
  const stop = listenToErrors()
  history.replaceState(null, '', '/')
  const worker = new page.EventTarget() as Worker
  const integrations = [webWorkerIntegration({ worker })]
  const { client, envelopes } = start({
    release: 'r@1',
    dist: '1',
    orgId: 7,
    integrations,
    ...options,
  })
  const error = { reason: new Error('in a worker'), filename: 'https://h.example/worker.js' }
  const data = { _sentryMessage: true, _sentryWorkerError: error }
  worker.dispatchEvent(new page.MessageEvent('message', { data }))
  setUser({ mine: '1' })
  setTag('mine', '1')
  setExtra('mine', 1)
  setContext('mine', { a: 1 })
  addBreadcrumb({ type: 'mine', category: 'c', message: 'm', level: 'info', data: { mine: 1 } })
  console.log('printed', { mine: 1 })
  document.body.innerHTML = '<button data-sentry-component="Pay">pay</button>'
  document.querySelector('button')?.click()
  document.body.append(Object.assign(new Image(), { src: 'https://h.example/mine.png?q=1' }))
  document.querySelector('img')?.dispatchEvent(new page.Event('error'))
  dispatchEvent(Object.assign(new page.Event('securitypolicyviolation'), VIOLATION))
  history.pushState(null, '', '/cart?item=7')
  await fetch('/api?q=1', { method: 'POST', body: GRAPHQL, headers: { ...HEADERS, Mine: '1' } })
  await fetch('https://down.example/?q=1').catch(captureException)
  captureMessage('first')
  captureException(ofZod())
  captureException(inScript())
  raise({ error: new Error('uncaught'), message: 'Uncaught Error: uncaught' })

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
  captureException({ mine: 'thrown' })
  const config: { errorHandler?: (...args: unknown[]) => void } = { errorHandler() {} }
  client.addIntegration(vueIntegration({ app: { config }, ...vueOptions }))
  config.errorHandler?.(new Error('in Vue'), { $: { type: {} }, $props: { mine: 1 } }, 'setup')
  createErrorHandler({ componentName: 'mine' })(new Error('in Svelte'))
  captureEvent({
    message: 'made by hand',
    transaction: 'mine',
    logger: 'mine',
    logentry: { message: 'm %s', params: ['p'], formatted: 'm p' },
    fingerprint: ['mine'],
  })
  captureFeedback({
    message: 'm',
    name: 'n',
    email: 'm@h.example',
    url: 'https://h.example/cart?q=1',
    source: 's',
    associatedEventId: '0123456789abcdef0123456789abcdef',
  })
  await client.flush()
  await client.close()
  stop()
  vi.unstubAllGlobals()
  expect(printed('log')).toHaveLength(1)
  return envelopes
}

it('what leaves a page is listed in docs/privacy.md, and what is listed leaves', async () => {
  const opened: Record<string, string[]> = { tunnel: await everything({ tunnel: '/t' }) }
  for (const name of ['userInfo', 'queryParams']) {
    opened[name] = await everything({ dataCollection: { [name]: true } })
  }
  for (const [name, integration] of Object.entries(OPT_IN)) {
    opened[name] = await everything({ integrations: [integration()] })
  }
  const visits = { integrations: [browserSessionIntegration()] }
  opened.browserSessionIntegration = await everything(visits, { id: '1', ip_address: '1.2.3.4' })
  opened.graphQL = await everything({
    integrations: [graphqlClientIntegration({ endpoints: ['/api'] })],
    dataCollection: { graphQL: { document: true } },
  })
  opened.httpHeaders = await everything({
    integrations: [httpClientIntegration()],
    dataCollection: { httpHeaders: true },
  })
  opened.attachProps = await everything({}, null, { attachProps: true })
  const closed = [...(await everything()), ...(await tooMuch(start))]
  const compared = compare(['all', 'page'], ['all', 'page'], closed, opened)
  expect(compared).toEqual({ unlisted: [], unseen: [], open: [] })
})
