import { describe, expect, test } from 'vitest'
import type { AttachmentsAnswer, DeliveryAnswer, ItemsAnswer } from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { emptyInbox, envelopeOf, freshId, getJson, itemOf, post, sendItem } from './sending.js'

describe('delivery', () => {
  test('tells what senders captured and did not send, why and when', async () => {
    const inbox = await emptyInbox()
    const discard = (reason: string, category: string, quantity: unknown) => ({
      reason,
      category,
      quantity,
    })
    const report = [discard('sample_rate', 'transaction', 40), discard('before_send', 'error', 2)]
    for (const timestamp of [1, 2]) {
      await sendItem(inbox, 'client_report', { timestamp, discarded_events: report })
    }
    const odd = [discard('before_send', 'error', -5), discard('x', 'y', 'many'), 'text']
    await sendItem(inbox, 'client_report', { discarded_events: odd }, 'other')
    const { discards, hours } = await getJson<DeliveryAnswer>(inbox, '/api/0/delivery')
    expect(discards).toEqual([
      { project: '1', reason: 'sample_rate', category: 'transaction', quantity: 80 },
      { project: '1', reason: 'before_send', category: 'error', quantity: 4 },
    ])
    expect(hours).toHaveLength(24)
    // The hour may have changed since.
    expect((hours[22] ?? 0) + (hours[23] ?? 0)).toBe(84)
    const other = await getJson<DeliveryAnswer>(inbox, '/api/0/delivery?project=other')
    expect(other).toEqual({ discards: [], hours: Array(24).fill(0), accepted: [] })
  })

  test('counts what was accepted, by project, without repeats', async () => {
    const inbox = await emptyInbox()
    const body = [
      envelopeOf({ message: 'a' }, { event_id: freshId() }),
      itemOf('log', { items: [{ body: 'a' }, { body: 'b' }] }),
      itemOf('client_report', { discarded_events: [{ reason: 'x', category: 'y', quantity: 1 }] }),
    ].join('\n')
    await Promise.all([1, 2, 3].map(() => post(inbox, body)))
    await post(inbox, body)
    await post(inbox, envelopeOf({ message: 'a' }), { path: '/api/desk/envelope/?sentry_key=abc' })
    const { accepted, discards } = await getJson<DeliveryAnswer>(inbox, '/api/0/delivery')
    expect(accepted).toEqual([
      { project: '1', events: 1, transactions: 0, logs: 2 },
      { project: 'desk', events: 1, transactions: 0, logs: 0 },
    ])
    expect(discards.map(({ quantity }) => quantity)).toEqual([1])
    const desk = await getJson<DeliveryAnswer>(inbox, '/api/0/delivery?project=desk')
    expect(desk.accepted.map(({ project }) => project)).toEqual(['desk'])
  })
})

describe('attachments', () => {
  test('are listed with their event, and can be had byte by byte', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    const bytes = Buffer.from([0, 255, 10, 13, 60])
    await attach(inbox, id, { filename: 'dump.bin', length: bytes.length }, bytes)
    const [attachment] = await list(inbox, id)
    expect(attachment).toMatchObject({
      filename: 'dump.bin',
      contentType: 'application/octet-stream',
      size: 5,
    })
    const response = await fetch(`${inbox.url}/api/0/attachments/${attachment?.seq}`)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
    expect(response.headers.get('content-length')).toBe('5')
  })

  test('are never a page of the inbox, whatever they are called', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    const headers = { filename: 'page.html', content_type: 'text/html' }
    await attach(inbox, id, headers, Buffer.from('<script>alert(1)</script>'))
    const [attachment] = await list(inbox, id)
    const response = await fetch(`${inbox.url}/api/0/attachments/${attachment?.seq}`)
    expect(response.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''page.html",
    )
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  test.each([
    ['../../etc/passwd', 'text/plain', 'passwd', 'text/plain'],
    ['C:\\temp\\a b.txt', 'text/plain; charset=utf-8', 'a%20b.txt', 'text/plain; charset=utf-8'],
    [
      "ä'(*).txt\r\nx: y",
      'text/plain\r\nx: y',
      '%C3%A4%27%28%2A%29.txt%0D%0Ax%3A%20y',
      'application/octet-stream',
    ],
    ['\ud800', 'no type', '%EF%BF%BD', 'application/octet-stream'],
    [undefined, undefined, 'item-1', 'application/octet-stream'],
    [{}, 7, 'item-1', 'application/octet-stream'],
  ])(
    'called %j of type %j are sent with safe headers',
    async (filename, content_type, name, type) => {
      const inbox = await emptyInbox()
      const id = freshId()
      await attach(inbox, id, { filename, content_type }, Buffer.from('x'))
      const response = await fetch(`${inbox.url}/api/0/attachments/1`)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename*=UTF-8''${name}`,
      )
      expect(response.headers.get('content-type')).toBe(type)
    },
  )

  test.each(['0', '99', '-1', 'x', '1e400', '99999999999999999999'])(
    'with the number %s are not there',
    async (seq) => {
      const inbox = await emptyInbox()
      expect((await fetch(`${inbox.url}/api/0/attachments/${seq}`)).status).toBe(404)
    },
  )
})

describe('items', () => {
  test('that came with an event stay beside it as they came', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    const session = { sid: freshId(), status: 'crashed', attrs: { release: 'shop@1' } }
    const lines = [envelopeOf({ message: 'a' }, { event_id: id }), itemOf('session', session)]
    await post(inbox, lines.join('\n'))
    const { items } = await getJson<ItemsAnswer>(inbox, `/api/0/events/${id}/items`)
    expect(items).toMatchObject([{ type: 'session', headers: { type: 'session' } }])
    const response = await fetch(`${inbox.url}/api/0/items/${items[0]?.seq}`)
    expect(await response.json()).toEqual(session)
  })

  test.each(['trace_metric', 'profile', 'never_heard_of', 'constructor'])(
    'of type %s are kept as they came',
    async (type) => {
      const inbox = await emptyInbox()
      const id = freshId()
      await post(inbox, `{"event_id":"${id}"}\n${itemOf(type, { items: [1] })}`)
      const { items } = await getJson<ItemsAnswer>(inbox, `/api/0/events/${id}/items`)
      const response = await fetch(`${inbox.url}/api/0/items/${items[0]?.seq}`)
      expect(await response.text()).toBe('{"items":[1]}')
    },
  )
})

function attach(inbox: Inbox, id: string, headers: object, bytes: Buffer): Promise<Response> {
  const lines = [envelopeOf({ message: 'a' }, { event_id: id })]
  lines.push(JSON.stringify({ type: 'attachment', ...headers }), '')
  return post(inbox, Buffer.concat([Buffer.from(lines.join('\n')), bytes]))
}

async function list(inbox: Inbox, id: string): Promise<AttachmentsAnswer['attachments']> {
  const path = `/api/0/events/${id}/attachments`
  return (await getJson<AttachmentsAnswer>(inbox, path)).attachments
}
