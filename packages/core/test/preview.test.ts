import {
  addBreadcrumb,
  addEventProcessor,
  type Client,
  captureException,
  captureMessage,
  close,
  createClient,
  init,
  lastEventId,
  setExtra,
  setTag,
  setUser,
  withScope,
} from '@mayday/core'
import { expect, it, vi } from 'vitest'
import { start } from './setup.js'
import { barePlatform, DSN } from './wire.js'

/** The same but for what is new each time. */
function timeless(envelope: string | undefined): string | undefined {
  return envelope
    ?.replace(/"event_id":"[\da-f]{32}"/g, '"event_id"')
    .replace(/"span_id":"[\da-f]{16}"/g, '"span_id"')
    .replace(/"sent_at":"[^"]*"/, '"sent_at"')
    .replace(/"timestamp":[\d.]+/, '"timestamp"')
}

function tell(): void {
  setUser({ id: '7' })
  setTag('part', 'checkout')
  setExtra('cart', { items: [1, 2n], owner: 'jo@mail.example' })
  addBreadcrumb({ message: 'clicked', timestamp: 1 })
}

it.each([{}, { tunnel: '/t' }, { release: 'shop@1', environment: 'test' }])(
  'is byte for byte what is then sent, apart from ids and times: %j',
  async (options) => {
    const { client, envelopes } = start(options)
    tell()
    const value = new TypeError('outer', { cause: Object.assign(new Error('inner'), { code: 7 }) })
    const hint = { mechanism: { type: 'mine' }, captureContext: { tags: { more: 'yes' } } }
    const shown = await client.preview(value, hint)
    expect(shown).toContain('"more":"yes"')
    client.captureException(value, hint)
    await client.flush()
    expect(timeless(shown)).toBe(timeless(envelopes[0]))
  },
)

it('knows where an envelope belongs that goes through a tunnel', async () => {
  const { client } = start({ tunnel: '/t' })
  const [header = ''] = (await client.preview(new Error('m'))).split('\n')
  expect(JSON.parse(header)).toHaveProperty('dsn')
})

it.each([['a text'], [{ code: 7 }], [null], [undefined], [Symbol('s')]])(
  'shows what is no error as well, with a stack that begins where it was asked for: %s',
  async (value) => {
    const { client, envelopes } = start()
    const [shown] = await Promise.all([client.preview(value), client.captureException(value)])
    const place = /"lineno":\d+,"colno":\d+,"in_app":true\}\]/g
    expect(timeless(shown)?.replace(place, '')).toBe(timeless(envelopes[0])?.replace(place, ''))
    expect(shown).toContain('preview.test')
  },
)

it('shows the scope of where it is called', async () => {
  const { client } = start()
  const shown = withScope((scope) => {
    scope.setTag('inside', 'yes')
    return client.preview(new Error('m'))
  })
  expect(await shown).toContain('"inside":"yes"')
  expect(await client.preview(new Error('m'))).not.toContain('inside')
})

it('sends nothing and changes nothing', async () => {
  const left: unknown[] = []
  const { client, envelopes, events } = start({ floodControl: { burst: 1, perMinute: 1 } })
  client.on('beforeSendEvent', (event) => left.push(event))
  captureMessage('before')
  const id = lastEventId()
  const error = new Error('the same')
  const stats = client.stats()
  for (let count = 0; count < 20; count++) await client.preview(error)
  expect(client.stats()).toEqual(stats)
  expect(lastEventId()).toBe(id)
  expect(left).toHaveLength(0)
  await client.flush()
  const before = envelopes.length
  // It is neither a repeat of what was shown, nor held back because of it.
  captureException(error)
  await client.flush()
  expect(envelopes).toHaveLength(before + 1)
  expect(events.at(-1)?.exception?.values?.[0]?.value).toBe('the same')
  expect(events.at(-1)?.contexts).not.toHaveProperty('mayday')
})

it('leaves the value, the scopes and the breadcrumbs as they are', async () => {
  const { client, captured } = start()
  tell()
  const error = Object.freeze(Object.assign(new Error('m'), { password: 'hunter2' }))
  await client.preview(error)
  expect(error.password).toBe('hunter2')
  captureMessage('after')
  const { breadcrumbs, tags } = await captured()
  expect(breadcrumbs?.values).toHaveLength(1)
  expect(tags).toEqual({ part: 'checkout' })
})

it('shows what it would be without sampling', async () => {
  const { client, envelopes } = start({ sampleRate: 0 })
  expect(await client.preview(new Error('m'))).toContain('"m"')
  expect(client.stats()).toMatchObject({ captured: 0, dropped: 0 })
  expect(envelopes).toEqual([])
})

it('waits for processors and beforeSend that take their time, and tells them that it is one', async () => {
  const previews: unknown[] = []
  const { client } = start({
    beforeSend: async (event, hint) => {
      await null
      previews.push(hint.preview)
      return { ...event, tags: { ...event.tags, late: 'yes' } }
    },
  })
  addEventProcessor(async (event) => {
    await null
    return { ...event, tags: { processed: 'yes' } }
  })
  expect(await client.preview(new Error('m'))).toContain('{"processed":"yes","late":"yes"}')
  client.captureException(new Error('m'))
  await client.flush()
  expect(previews).toEqual([true, undefined])
})

it.each<[string, Parameters<typeof start>[0]]>([
  ['ignoreErrors', { ignoreErrors: ['noise'] }],
  ['beforeSend', { beforeSend: () => null }],
  ['a beforeSend that fails', { beforeSend: () => Promise.reject(new Error('no')) }],
])('is empty where %s would drop the event', async (_what, options) => {
  const { client } = start(options)
  expect(await client.preview(new Error('noise'))).toBe('')
  expect(client.stats()).toMatchObject({ captured: 0, dropped: 0, rules: {} })
})

it('is empty for a client without a DSN, one that is off, and one that is closed', async () => {
  const clients: Client[] = [
    init({}),
    createClient({ dsn: DSN, enabled: false }, barePlatform()),
    start().client,
  ]
  await close()
  for (const client of clients) expect(await client.preview(new Error('m'))).toBe('')
})

it('is there while consent is pending and when it is denied: it shows what would be sent', async () => {
  for (const consent of ['pending', 'denied'] as const) {
    const { client, envelopes } = start({ consent })
    expect(await client.preview(new Error('m'))).toContain('"m"')
    expect(envelopes).toEqual([])
  }
})

it('holds no secrets any more', async () => {
  const { client } = start()
  tell()
  const shown = await client.preview(new Error('password=hunter2'))
  expect(shown).toContain('password=[Filtered]')
  expect(shown).not.toMatch(/hunter2|jo@mail/)
})

it('does not throw, whatever is asked for', async () => {
  const { client } = start()
  const hostile = new Proxy(new Error('m'), {
    get() {
      throw new Error('no')
    },
  })
  expect(await client.preview(hostile)).toBeTypeOf('string')
  const failing = vi.fn(() => {
    throw new Error('no')
  })
  expect(await client.preview(new Error('m'), { captureContext: failing })).toContain('"m"')
  expect(failing).toHaveBeenCalled()
})
