import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bundle, bundle, run } from './programs.js'
import { captured, createReceiver, start } from './setup.js'

let sdk: Bundle
beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())

async function blocked(way: string, env: NodeJS.ProcessEnv = {}) {
  const receiver = await createReceiver()
  const given = { MAYDAY: sdk.url, DSN: receiver.dsn, ...env }
  const { code, stderr } = await run('blocks.mjs', { args: [way], env: given })
  const byId = new Map(receiver.arrived.map(({ event }) => [event?.event_id, event]))
  const events = [...byId.values()]
  // Where the machine is busy itself, the loop may stand still elsewhere, too.
  const meant = events.filter((event) => JSON.stringify(event?.exception).includes('"work"'))
  return { code, stderr, events, meant }
}

it('a loop that is kept from turning is told, with the place', async () => {
  const { code, stderr, meant } = await blocked('by working')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(meant).toHaveLength(1)
  expect(meant[0]).toMatchObject({ level: 'error', tags: { of: 'the watch' } })
  const { type, value, mechanism, stacktrace } = captured(meant[0])
  expect([type, value]).toEqual(['EventLoopBlocked', 'Event Loop Blocked for at least 400 ms'])
  expect(mechanism).toEqual({
    type: 'ANR',
    handled: false,
    data: { blocked_ms: expect.any(Number) },
  })
  expect(stacktrace?.frames?.at(-1)).toMatchObject({
    function: 'work',
    filename: expect.stringMatching(/blocks\.mjs$/),
    context_line: expect.stringContaining('Date.now()'),
    in_app: true,
  })
})

it('each time is told, but no more often than is wanted', { timeout: 20_000 }, async () => {
  expect((await blocked('by working twice')).meant).toHaveLength(2)
  expect((await blocked('by working twice', { MOST: '1' })).events).toHaveLength(1)
})

it('one that waits for another process is told as well', async () => {
  const { code, stderr, events } = await blocked('by waiting')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(events.map((event) => captured(event).type)).toContain('EventLoopBlocked')
})

it('one that turns is not', async () => {
  expect(await blocked('not at all')).toMatchObject({ code: 0, stderr: '', events: [] })
})

it.each(['by working to its end', 'by waiting to its end'])(
  'a process that ends %s ends as ever',
  async (way) => {
    const { code, stderr } = await blocked(way)
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' })
  },
)

it('nobody watches unless that is wanted', () => {
  const { client } = start()
  expect(client.getIntegrationByName('EventLoopBlock')).toBeUndefined()
})
