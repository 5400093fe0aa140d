import { expect, test } from 'vitest'
import type { StoredMessage } from '../src/api/answers.js'
import { emptyInbox, post } from './sending.js'

test.each([
  '/',
  '/issues',
  '/issues/0123456789abcdef',
  `/issues/0123456789abcdef/events/${'a'.repeat(32)}`,
  `/events/${'a'.repeat(32)}`,
  '/transactions',
  `/transactions/${'a'.repeat(32)}`,
  '/releases',
  '/logs',
  '/feedback',
  '/check-ins/',
  '/delivery',
])('%s is answered with the page, under its policy', async (path) => {
  const inbox = await emptyInbox()
  const response = await fetch(inbox.url + path)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(await response.text()).toMatch(/<div id="root">|npm run build/)
})

test.each([
  '/issue',
  '/logs/a',
  '/issues/a/b',
  '/issues/a/events',
  '/delivery.html',
  '/index',
  '/issues//',
])('%s is no address of the page', async (path) => {
  const inbox = await emptyInbox()
  expect((await fetch(inbox.url + path)).status).toBe(404)
})

test('the stream tells once of a burst of what is no event', async () => {
  const inbox = await emptyInbox()
  const response = await fetch(`${inbox.url}/api/0/stream`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const report = '{"discarded_events":[{"reason":"before_send","category":"error","quantity":1}]}'
  const feedback = '{"contexts":{"feedback":{"message":"Hello"}}}'
  const body = `{}\n{"type":"client_report"}\n${report}`
  const other = `{"event_id":"${'b'.repeat(32)}"}\n{"type":"feedback"}\n${feedback}`
  await Promise.all([post(inbox, body), post(inbox, body), post(inbox, other)])
  let text = ''
  while (!text.includes('event: stored')) text += (await reader?.read())?.value ?? ''
  const message = JSON.parse(/event: stored\ndata: (.*)/.exec(text)?.[1] ?? '') as StoredMessage
  expect(message.rooms.toSorted()).toEqual(['delivery', 'feedback'])
  await reader?.cancel()
})
