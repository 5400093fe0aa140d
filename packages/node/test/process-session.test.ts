import { parseEnvelope } from '@mayday/core/testing'
import { processSessionIntegration } from '@mayday/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bundle, bundle, run } from './programs.js'
import { createReceiver, start } from './setup.js'

let sdk: Bundle
beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())

interface Update {
  sid: string
  init: boolean
  status: string
  errors: number
}

async function updates(way: string, env: NodeJS.ProcessEnv = {}): Promise<Update[]> {
  const receiver = await createReceiver()
  await run('sessions.mjs', { args: [way], env: { MAYDAY: sdk.url, DSN: receiver.dsn, ...env } })
  const texts = receiver.arrived
    .flatMap(({ envelope }) => parseEnvelope(Buffer.from(envelope)).items)
    .filter(({ headers }) => headers.type === 'session')
    .map(({ text }) => text)
  // What was on its way when the process ended is sent once more.
  return [...new Set(texts)].map((text) => JSON.parse(text))
}

it.each([
  ['by itself', [[true, 'exited', 0]]],
  ['by process.exit', []],
  [
    'by itself after an error',
    [
      [true, 'ok', 1],
      [false, 'exited', 1],
    ],
  ],
  ['by a crash', [[true, 'crashed', 1]]],
  ['by itself after a close', []],
])('a process that ends %s says so', async (way, expected) => {
  const told = await updates(way)
  const short = told.map(({ init, status, errors }) => [init, status, errors])
  expect(short.sort()).toEqual([...expected].sort())
  expect(new Set(told.map(({ sid }) => sid)).size).toBe(expected.length ? 1 : 0)
})

it('a process without a release says nothing', async () => {
  expect(await updates('by itself', { RELEASE: '' })).toEqual([])
})

it('a process tells of no person and no browser', async () => {
  expect(await updates('by itself')).toEqual([
    {
      sid: expect.stringMatching(/^[\da-f]{32}$/),
      init: true,
      status: 'exited',
      errors: 0,
      started: expect.any(String),
      timestamp: expect.any(String),
      duration: expect.any(Number),
      attrs: { release: 'api@1', environment: 'production' },
    },
  ])
})

it('close takes the listener for the end of the process away', async () => {
  const before = process.listeners('beforeExit')
  const { client } = start({ integrations: [processSessionIntegration()] })
  expect(process.listeners('beforeExit')).toHaveLength(before.length + 1)
  await client.close()
  expect(process.listeners('beforeExit')).toEqual(before)
})
