// @vitest-environment jsdom
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { captureException, captureMessage, spotlightBrowserIntegration } from '@mayday/browser'
import { parseEnvelope } from '@mayday/core/testing'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { start } from './setup.js'

/** Where Spotlight would listen. */
let sidecarUrl = ''
let asked: { type: string | undefined; body: string }[] = []
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  asked.push({ type: request.headers['content-type'], body: Buffer.concat(chunks).toString() })
  response.setHeader('Access-Control-Allow-Origin', '*').end()
})

beforeEach(async () => {
  asked = []
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sidecarUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream`
})
afterEach(() => {
  vi.unstubAllGlobals()
  server.closeAllConnections()
  server.close()
})

function showing(options: Parameters<typeof start>[0] = {}) {
  return start({ integrations: [spotlightBrowserIntegration({ sidecarUrl })], ...options })
}

it('shows a copy of what is sent', async () => {
  const memory = showing()
  captureException(new Error('seen by both'))
  const event = await memory.captured()
  await expect.poll(() => asked).toHaveLength(1)
  const { type, body } = asked[0] ?? { body: '' }
  expect(type).toBe('application/x-sentry-envelope')
  const { headers, items } = parseEnvelope(body)
  expect(items.map((item) => JSON.parse(item.text))).toEqual([event])
  expect(headers).toMatchObject({ event_id: event.event_id, sent_at: expect.any(String) })
})

it('asks the usual place unless told another', async () => {
  const urls: unknown[] = []
  vi.stubGlobal('fetch', async (url: unknown) => {
    urls.push(url)
    return new Response()
  })
  const memory = start({ integrations: [spotlightBrowserIntegration()] })
  captureMessage('here')
  await memory.captured()
  await expect.poll(() => urls).toEqual(['http://localhost:8969/stream'])
  await memory.client.close()
})

it('changes nothing when nobody listens, says so once, and soon asks no more', async () => {
  let count = 0
  vi.stubGlobal('fetch', async () => {
    count++
    throw new TypeError('Failed to fetch')
  })
  const memory = showing({ debug: true })
  for (let at = 0; at < 8; at++) {
    captureMessage(`message ${at}`)
    await memory.captured()
  }
  expect(count).toBe(4)
  const lines = printed('log').filter((line) => line.includes('Spotlight'))
  expect(lines.filter((line) => line.includes('does not answer'))).toHaveLength(1)
  await memory.client.close()
})

it('goes on where only some requests fail', async () => {
  let count = 0
  vi.stubGlobal('fetch', async () => {
    if (++count % 2) throw new TypeError('Failed to fetch')
    return new Response()
  })
  const memory = showing()
  for (let at = 0; at < 10; at++) {
    captureMessage(`message ${at}`)
    await memory.captured()
  }
  expect(count).toBe(10)
  await memory.client.close()
})

it('is asked after the receiver, and not waited for', async () => {
  const order: string[] = []
  vi.stubGlobal('fetch', (url: string) => {
    order.push(url)
    return new Promise(() => {})
  })
  const memory = start({
    integrations: [spotlightBrowserIntegration({ sidecarUrl: 'spotlight' })],
    transport: () => ({
      send: async () => {
        order.push('receiver')
        return { statusCode: 200 }
      },
      flush: async () => true,
    }),
  })
  captureMessage('here')
  expect(order).toEqual(['receiver'])
  expect(await memory.client.flush()).toBe(true)
  expect(order).toEqual(['receiver', 'spotlight'])
  await memory.client.close()
})

it('leaves no breadcrumbs', async () => {
  const memory = showing()
  captureMessage('first')
  await memory.captured()
  await expect.poll(() => asked).toHaveLength(1)
  captureMessage('second')
  const { breadcrumbs } = await memory.captured()
  expect(breadcrumbs?.values.map(({ category }) => category)).toEqual(['sentry.event'])
})

it('ends with its client', async () => {
  const { client } = showing()
  await client.close()
  client.sendEnvelope([{}, [[{ type: 'user_report' }, { message: 'late' }]]])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(asked).toEqual([])
})
