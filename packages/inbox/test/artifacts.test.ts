import { expect, test } from 'vitest'
import type { ArtifactsAnswer, IssuesAnswer } from '../src/api/answers.js'
import { createInbox, type Inbox } from '../src/index.js'
import { describeDatabases } from './databases.js'
import { getJson, sendEvent, startInbox } from './sending.js'
import { bundleOf, sendChunks, sha1, upload } from './uploading.js'

const map = JSON.stringify({
  version: 3,
  sources: ['../src/pay.ts'],
  sourcesContent: ['export function pay() {\n  throw new Error()\n}\n'],
  names: [],
  mappings: 'IACE',
})
const debugId = '11111111-2222-4333-8444-555555555555'
const abs_path = 'https://shop.example/app.js'
const frames = [{ abs_path, function: 'p', lineno: 1, colno: 5, in_app: true }]
const exception = { values: [{ type: 'Error', value: 'x', stacktrace: { frames } }] }
const images = [{ type: 'sourcemap', code_file: abs_path, debug_id: debugId.toUpperCase() }]
const injected = { platform: 'javascript', exception, debug_meta: { images } }
const resolved = [[expect.objectContaining({ filename: 'src/pay.ts', lineno: 2 })]]

const bundle = bundleOf('pay.now()', map, { debugId })

await describeDatabases((database) => {
  test('uploads are found by debug id and by release, and are still there after a restart', async () => {
    const options = await database.create()
    const first = await createInbox(options)
    expect(await upload(first, bundle, { version: 'pay@1', dist: '7' })).toMatchObject({
      state: 'ok',
    })
    expect(await sendEvent(first, injected)).toMatchObject({ resolved })
    await first.close()

    const second = await startInbox(options)
    await second.clear()
    expect(await sendEvent(second, injected)).toMatchObject({ resolved })
    const event = { ...injected, debug_meta: {}, release: 'pay@1', dist: '7' }
    expect(await sendEvent(second, event)).toMatchObject({ resolved })
    const { bundles } = await getJson<ArtifactsAnswer>(second, '/api/0/artifacts')
    expect(bundles).toMatchObject([
      { release: 'pay@1', dist: '7', projects: ['shop'], files: 2, debugIds: 1 },
    ])
  })

  test('an upload that comes later finds what waits for it, and its issue goes on', async () => {
    const inbox = await startInbox(await database.create())
    const before = [await sendEvent(inbox, injected), await sendEvent(inbox, injected)]
    const other = await sendEvent(inbox, { ...injected, debug_meta: {} })
    expect(before[0]?.resolved).toBeUndefined()
    await upload(inbox, bundle)
    const [one, two, three] = await inbox.events()
    expect([one, two]).toMatchObject([{ resolved }, { resolved }])
    expect(three?.resolved).toBeUndefined()
    expect(other.issueId).toBe(one?.issueId)

    const after = await sendEvent(inbox, injected)
    expect(after.issueId).toBe(one?.issueId)
    const { issues } = await getJson<IssuesAnswer>(inbox, '/api/0/issues')
    expect(issues).toMatchObject([{ count: 4, culprit: 'src/pay.ts:2 p' }])
  })

  test('uploads of the same at the same time are one', async () => {
    const inbox = await startInbox(await database.create())
    await sendChunks(inbox, { [sha1(bundle)]: bundle })
    const answers = await Promise.all([1, 2, 3, 4].map(() => upload(inbox, bundle)))
    expect(answers.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok'])
    const { bundles } = await getJson<ArtifactsAnswer>(inbox, '/api/0/artifacts')
    expect(bundles).toHaveLength(1)
  })

  test('a character that PostgreSQL has no place for is no harm', async () => {
    const inbox: Inbox = await startInbox(await database.create())
    const odd = { debugId, url: '~/a\0pp.js', reference: 'a\0pp.js.map' }
    expect(
      await upload(inbox, bundleOf('pay.now()', map, odd), { version: 'a\0b', projects: ['\0'] }),
    ).toMatchObject({
      state: 'ok',
    })
    const event = { ...injected, release: 'a\0b', dist: '\0' }
    expect(await sendEvent(inbox, event)).toMatchObject({ resolved })
    const strange = {
      ...event,
      debug_meta: {},
      exception: {
        values: [
          {
            type: 'E\0',
            stacktrace: { frames: [{ ...frames[0], abs_path: 'https://x.example/\0.js' }] },
          },
        ],
      },
    }
    expect(await sendEvent(inbox, strange)).toMatchObject({ issueId: expect.any(String) })
    const { bundles } = await getJson<ArtifactsAnswer>(inbox, '/api/0/artifacts')
    expect(bundles).toHaveLength(1)
  })
})
