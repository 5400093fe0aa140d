// What is published, in the runtimes that take programs for Node.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { captured, createReceiver } from '../../packages/node/test/setup.js'
import { bun, bunBinary, createProject, deno, type Launch, pathOf, run, serve } from './bed.js'

/** Bun goes on after a rejection, tells nobody, and ends with 1 all the same: unless it is asked to do as Node does. */
const AS_NODE = { BUN_OPTIONS: '--unhandled-rejections=throw' }
const [bunPath, denoPath] = [pathOf('Bun') ?? '', pathOf('Deno') ?? '']
const runtimes: [name: string, path: string, launch: Launch][] = [
  ['Bun', bunPath, bun(bunPath)],
  ['a binary of Bun', bunPath, bunBinary(bunPath)],
  ['Deno', denoPath, deno(denoPath)],
]

describe.each(runtimes)('in %s', (_name, path, launch) => {
  // Where MAYDAY_REQUIRE_RUNTIMES is set, a missing one has failed before any test.
  if (!path) {
    it.skip('is not to be had here', () => {})
    return
  }
  let project: ReturnType<typeof createProject>
  beforeAll(() => {
    project = createProject()
  })
  afterAll(() => project.remove())

  it('what a program captures arrives, and the program ends by itself', async () => {
    const receiver = await createReceiver()
    const ending = await run(launch, project.folder, 'capture.mjs', { DSN: receiver.dsn })
    expect(ending).toEqual({ code: 0, stdout: '{"flushed":true}\n', stderr: '' })
    expect(receiver.arrived).toHaveLength(1)
    const [{ event } = {}] = receiver.arrived
    expect(event).toMatchObject({ release: 'shop@1', tags: { by: 'hand' } })
    expect(captured(event)).toMatchObject({ type: 'RangeError', value: 'captured' })
    const frame = captured(event).stacktrace?.frames?.at(-1)
    expect(frame).toMatchObject({ in_app: true, lineno: expect.any(Number) })
    expect(frame?.filename).toMatch(/capture\.(mjs|bin)$/)
  })

  it.each(['error', 'rejection'])(
    'a crash by %s arrives, and ends the program as it would without us',
    async (kind) => {
      const receiver = await createReceiver()
      const env = { ...AS_NODE, KIND: kind }
      const without = await run(launch, project.folder, 'crash.mjs', env)
      const ending = await run(launch, project.folder, 'crash.mjs', {
        ...env,
        DSN: receiver.dsn,
      })
      expect(ending).toEqual(without)
      expect(ending.code).not.toBe(0)
      // What did not arrive in time is sent by whoever starts next.
      if (receiver.arrived.length === 0) {
        await run(launch, project.folder, 'capture.mjs', { DSN: receiver.dsn })
      }
      const events = receiver.arrived.map(({ event }) => event)
      const crash = events.find((event) => captured(event).value === 'crashed')
      expect(crash).toMatchObject({ level: 'fatal' })
      expect(captured(crash)).toMatchObject({
        type: 'TypeError',
        mechanism: {
          type: `auto.node.on${kind === 'error' ? 'uncaughtexception' : 'unhandledrejection'}`,
          handled: false,
        },
      })
    },
  )

  it('a rejection that nobody catches ends the program as it would without us', async () => {
    const { dsn } = await createReceiver()
    const env = { KIND: 'rejection' }
    const without = await run(launch, project.folder, 'crash.mjs', env)
    expect(await run(launch, project.folder, 'crash.mjs', { ...env, DSN: dsn })).toEqual(without)
    expect(without.code).not.toBe(0)
  })

  it.each([
    ['its own server', 'serve.mjs', /^auto\.http\.(bun|deno)\.serve$/],
    ['a server of node:http', 'http.mjs', /^auto\.http\.node$/],
  ])('requests of %s are kept apart', async (_what, program, mechanism) => {
    const receiver = await createReceiver()
    const { url, stop } = await serve(launch, project.folder, program, { DSN: receiver.dsn })
    const whos = Array.from({ length: 20 }, (_, index) => `user ${index}`)
    const answers = await Promise.all(
      whos.map(async (who) => {
        const response = await fetch(`${url}/orders?who=${encodeURIComponent(who)}`)
        return [response.status, await response.text()]
      }),
    )
    expect(answers).toEqual(whos.map(() => [500, 'failed']))
    await stop()
    // The last of a flood tells of those that it stands for.
    const events = receiver.arrived.map(({ event }) => event)
    expect(events.length).toBeGreaterThan(5)
    for (const event of events) {
      const who = String(event?.user?.id)
      expect(event).toMatchObject({
        tags: { who },
        transaction: 'GET /orders',
        request: { method: 'GET', url: `${url}/orders`, query_string: 'who=[Filtered]' },
      })
      const { breadcrumbs } = event as unknown as { breadcrumbs: { values: { message: string }[] } }
      // The first is the server's own, of where it listens.
      expect(breadcrumbs.values.map(({ message }) => message).slice(1)).toEqual([who])
      expect(captured(event)).toMatchObject({
        value: `asked by ${who}`,
        mechanism: { type: expect.stringMatching(mechanism), handled: false },
      })
    }
    expect(new Set(events.map((event) => event?.contexts?.trace?.trace_id)).size).toBe(
      events.length,
    )
  })
})
