// @vitest-environment jsdom
import {
  addBreadcrumb,
  captureEvent,
  captureException,
  captureMessage,
  continueTrace,
  getIsolationScope,
  setContext,
  setExtra,
  setTag,
  setUser,
} from '@mayday/browser'
import { expect, it, vi } from 'vitest'
import { compare, tooMuch } from '../../../test/setup/privacy-table.js'
import { printed } from '../../../test/setup/quiet-console.js'
import { listenToErrors, raise, start } from './setup.js'

/** Everything that a page may do, done once; what is sent of it. */
async function everything(options: Parameters<typeof start>[0] = {}): Promise<string[]> {
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.startsWith('/api')) return new Response('{}')
    throw new TypeError('Failed to fetch')
  })
  vi.spyOn(document, 'referrer', 'get').mockReturnValue('https://h.example/?q=1#top')
  const stop = listenToErrors()
  const { client, envelopes } = start({ release: 'r@1', dist: '1', orgId: 7, ...options })
  setUser({ mine: '1' })
  setTag('mine', '1')
  setExtra('mine', 1)
  setContext('mine', { a: 1 })
  addBreadcrumb({ type: 'mine', category: 'c', message: 'm', level: 'info', data: { mine: 1 } })
  console.log('printed', { mine: 1 })
  document.body.innerHTML = '<button data-sentry-component="Pay">pay</button>'
  document.querySelector('button')?.click()
  history.pushState(null, '', '/cart?item=7')
  await fetch('/api?q=1')
  await fetch('https://down.example/?q=1').catch(captureException)
  captureMessage('first')
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
  captureEvent({
    message: 'made by hand',
    transaction: 'mine',
    logger: 'mine',
    logentry: { message: 'm %s', params: ['p'], formatted: 'm p' },
    fingerprint: ['mine'],
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
  const closed = [...(await everything()), ...(await tooMuch(start))]
  const compared = compare(['all', 'page'], ['all', 'page'], closed, opened)
  expect(compared).toEqual({ unlisted: [], unseen: [], open: [] })
})
