import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bundle, bundle, run } from '../programs.js'
import { captured, createReceiver } from '../setup.js'

let sdk: Bundle

beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())

it.each([
  ['express', 'auto.middleware.express'],
  ['fastify', 'auto.function.fastify'],
  ['koa', 'auto.middleware.koa'],
])(
  'an error that a handler of ours has captured is not told again when it ends the process: %s',
  async (framework, type) => {
    const receiver = await createReceiver()
    const env = { MAYDAY: sdk.url, DSN: receiver.dsn }
    const { code, stdout, stderr } = await run('rethrows.mjs', { args: [framework], env })
    expect(stdout).toBe('500\n')
    expect(code).toBe(1)
    expect(stderr).toContain('in the end nobody catches this')
    // What is under way when the process ends is sent once more, under the same id.
    expect(new Set(receiver.arrived.map(({ event }) => event?.event_id)).size).toBe(1)
    const [arrived] = receiver.arrived
    expect(captured(arrived?.event)).toMatchObject({
      value: 'in the end nobody catches this',
      mechanism: { type, handled: false },
    })
  },
  20_000,
)
