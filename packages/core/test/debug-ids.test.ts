import {
  captureEvent,
  captureException,
  createStackParser,
  rewriteFramesIntegration,
} from '@mayday/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'

const APP = '11111111-1111-4111-8111-111111111111'
const LIB = '22222222-2222-4222-8222-222222222222'

/** The text that a bundler plugin's line finds when the file is loaded. */
const stackIn = (file: string): string =>
  `Error\n    at ${file}:1:100\n    at load (https://shop.example/loader.js:3:4)`

/** An error thrown in one file and called from another. */
function thrownIn(file: string, caller = 'https://shop.example/page.js'): Error {
  const stack = `Error: broken\n    at pay (${file}:7:8)\n    at onclick (${caller}:9:10)`
  return Object.assign(new Error('broken'), { stack })
}

const APP_FILE = 'https://shop.example/app.js?v=2'
const LIB_FILE = 'https://shop.example/lib.js'
const image = (code_file: string, debug_id: string) => ({ type: 'sourcemap', code_file, debug_id })

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('debug ids', () => {
  it('that the program knows are told of every file in the stack, and of no other', async () => {
    vi.stubGlobal('_sentryDebugIds', { [stackIn(APP_FILE)]: APP, [stackIn(LIB_FILE)]: LIB })
    const memory = start()
    captureException(thrownIn(APP_FILE))
    const event = await memory.captured()
    expect(event.debug_meta).toEqual({ images: [image(APP_FILE, APP)] })
    const frames = event.exception?.values?.[0]?.stacktrace?.frames
    expect(frames).toHaveLength(2)
    expect(frames?.some((frame) => 'debug_id' in frame)).toBe(false)
  })

  it('are told of the files of causes too, and once for each', async () => {
    vi.stubGlobal('_sentryDebugIds', { [stackIn(APP_FILE)]: APP, [stackIn(LIB_FILE)]: LIB })
    const memory = start()
    const cause = thrownIn(LIB_FILE, APP_FILE)
    captureException(Object.assign(thrownIn(APP_FILE, APP_FILE), { cause }))
    const { images = [] } = (await memory.captured()).debug_meta ?? {}
    expect(images).toHaveLength(2)
    expect(images).toEqual(expect.arrayContaining([image(APP_FILE, APP), image(LIB_FILE, LIB)]))
  })

  it('may stand under the name that is nobody’s, which counts more', async () => {
    vi.stubGlobal('_sentryDebugIds', { [stackIn(APP_FILE)]: LIB })
    vi.stubGlobal('_debugIds', { [stackIn(APP_FILE)]: APP })
    const memory = start()
    captureException(thrownIn(APP_FILE))
    expect((await memory.captured()).debug_meta?.images).toEqual([image(APP_FILE, APP)])
  })

  it('of files that are loaded later are found', async () => {
    const ids: Record<string, string> = { [stackIn(APP_FILE)]: APP }
    vi.stubGlobal('_sentryDebugIds', ids)
    const { client, events } = start()
    captureException(thrownIn(LIB_FILE))
    ids[stackIn(LIB_FILE)] = LIB
    captureException(thrownIn(LIB_FILE, APP_FILE))
    await client.flush()
    expect(events[0]?.debug_meta).toBeUndefined()
    expect(events[1]?.debug_meta?.images).toHaveLength(2)
  })

  it('are found without reading any stack twice', async () => {
    const key = stackIn('https://shop.example/once.js')
    vi.stubGlobal('_sentryDebugIds', { [key]: APP })
    const parse = createStackParser({ isInApp: () => true })
    const read: string[] = []
    const { client } = start({
      stackParser: (stack, ...rest) => {
        read.push(stack)
        return parse(stack, ...rest)
      },
    })
    for (const caller of ['a.js', 'b.js', 'c.js']) captureException(thrownIn(APP_FILE, caller))
    await client.flush()
    expect(read.filter((stack) => stack === key)).toHaveLength(1)
  })

  it('follow their file when an integration gives it another name', async () => {
    vi.stubGlobal('_sentryDebugIds', { [stackIn('/srv/app/app.js')]: APP })
    const memory = start({ integrations: [rewriteFramesIntegration({ root: '/srv/app' })] })
    captureException(thrownIn('/srv/app/app.js'))
    const event = await memory.captured()
    expect(event.debug_meta?.images).toEqual([image('app:///app.js', APP)])
    expect(event.exception?.values?.[0]?.stacktrace?.frames?.at(-1)?.filename).toBe('app:///app.js')
  })

  it('are seen by beforeSend, and stand beside images that a program has put there', async () => {
    vi.stubGlobal('_sentryDebugIds', { [stackIn(APP_FILE)]: APP })
    const own = image('https://shop.example/own.js', LIB)
    const seen: unknown[] = []
    const memory = start({
      beforeSend: (event) => {
        seen.push(event.debug_meta)
        return event
      },
    })
    const frames = [Object.freeze({ filename: APP_FILE, function: 'pay', lineno: 1 })]
    const given = { exception: { values: [{ type: 'Error', stacktrace: { frames } }] } }
    captureEvent({ ...given, debug_meta: { images: [own as never] } })
    const event = await memory.captured()
    expect(event.debug_meta).toEqual({ images: [own, image(APP_FILE, APP)] })
    expect(seen).toEqual([event.debug_meta])
    expect(frames[0]).toEqual({ filename: APP_FILE, function: 'pay', lineno: 1 })
  })

  it.each([
    [
      'is a trap',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('a trap')
          },
        },
      ),
    ],
    ['is no map', 'text'],
    ['holds other things than ids', { [stackIn(APP_FILE)]: { an: 'object' }, '': 1 }],
  ])('are left out when what stands there %s, and the error arrives', async (_what, odd) => {
    vi.stubGlobal('_sentryDebugIds', odd)
    const memory = start()
    captureException(thrownIn(APP_FILE))
    const event = await memory.captured()
    expect(event.exception?.values?.[0]?.value).toBe('broken')
    expect(event.debug_meta).toBeUndefined()
  })
})
