import { readFileSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ArtifactsAnswer, ReleasesAnswer, SourceMapsAnswer } from '../src/api/answers.js'
import type { StoredEvent } from '../src/index.js'
import {
  buildWithRollup,
  buildWithVite,
  cartSource,
  copyOf,
  failIn,
  scriptIn,
  sentryCli,
} from './building.js'
import { emptyInbox, getJson, sendEvent } from './sending.js'

const lines = cartSource.split('\n')

/** The frame that threw, and the one that called it. */
function places(stored: StoredEvent) {
  return (stored.resolved?.[0] ?? [])
    .slice(-3)
    .map((frame) => [frame.filename?.replace(/^.*\/(?=src\/)/, ''), frame.lineno, frame.function])
}

const found = [
  ['src/main.ts', 4, 'checkout'],
  ['src/cart.ts', 7, 'totalOf'],
]

describe.each([
  ['Vite', buildWithVite],
  ['Rollup', buildWithRollup],
])('a build of %s', (_name, build) => {
  test('is found by debug ids that sentry-cli injected and uploaded', async () => {
    const inbox = await emptyInbox()
    const dist = await build()
    expect(await sentryCli(inbox, ['sourcemaps', 'inject', dist])).toMatchObject({ code: 0 })
    const { output, code } = await sentryCli(inbox, ['sourcemaps', 'upload', dist])
    expect(output).toContain('File processing complete')
    expect(code).toBe(0)

    const stored = await sendEvent(inbox, failIn(dist, 'https://shop.example/assets/app.js'))
    expect(places(stored)).toEqual(found)
    expect(stored.resolved?.[0]?.at(-1)).toMatchObject({
      pre_context: lines.slice(1, 6),
      context_line: lines[6],
      post_context: lines.slice(7, 12),
      in_app: true,
      raw: { abs_path: 'https://shop.example/assets/app.js' },
    })
  })

  test('is found by its release and address', async () => {
    const inbox = await emptyInbox()
    const dist = await build()
    const upload = ['sourcemaps', 'upload', '--release', 'shop@1', '--dist', '7', '--wait', dist]
    expect(await sentryCli(inbox, upload)).toMatchObject({ code: 0 })
    const event = failIn(dist, `https://shop.example/${scriptIn(dist).name}?v=3`)
    const stored = await sendEvent(inbox, { ...event, release: 'shop@1', dist: '7' })
    expect(places(stored)).toEqual(found)
    const other = await sendEvent(inbox, { ...event, release: 'shop@2', dist: '7' })
    expect(other.resolved).toBeUndefined()
  })
})

test('an upload finds events that came before it, and those that follow join their issue', async () => {
  const inbox = await emptyInbox()
  const dist = await buildWithVite()
  await sentryCli(inbox, ['sourcemaps', 'inject', dist])
  const event = failIn(dist, 'https://shop.example/app.js')
  const before = await sendEvent(inbox, event)
  expect(before.resolved).toBeUndefined()

  await sentryCli(inbox, ['sourcemaps', 'upload', dist])
  const [now] = await inbox.events()
  expect(places(now as StoredEvent)).toEqual(found)
  expect(now).toMatchObject({ issueId: before.issueId, culprit: 'src/cart.ts:7 totalOf' })

  const after = await sendEvent(inbox, event)
  expect(after.issueId).toBe(before.issueId)
})

test('an upload for a release finds the latest event of its issues', async () => {
  const inbox = await emptyInbox()
  const dist = await buildWithRollup()
  const event = failIn(dist, 'https://shop.example/app-Xy12Zz98.js')
  await sendEvent(inbox, { ...event, release: 'shop@5' })
  await sentryCli(inbox, ['sourcemaps', 'upload', '--release', 'shop@5', dist])
  const [now] = await inbox.events()
  expect(places(now as StoredEvent)).toEqual(found)
})

test('two uploads of the same build are one', async () => {
  const inbox = await emptyInbox()
  const dist = await buildWithRollup()
  const upload = ['sourcemaps', 'upload', '--release', 'twice@1', dist]
  expect(await sentryCli(inbox, upload)).toMatchObject({ code: 0 })
  expect(await sentryCli(inbox, upload)).toMatchObject({ code: 0 })
  const { bundles } = await getJson<ArtifactsAnswer>(inbox, '/api/0/artifacts')
  expect(bundles.filter(({ release }) => release === 'twice@1')).toEqual([
    expect.objectContaining({ projects: ['shop'], files: 2, dist: '' }),
  ])
})

test('releases that sentry-cli makes, dates and gives commits are known', async () => {
  const inbox = await emptyInbox()
  for (const args of [['new', 'shop@9'], ['finalize', 'shop@9'], ['list'], ['info', 'shop@9']]) {
    expect(await sentryCli(inbox, ['releases', ...args])).toMatchObject({ code: 0 })
  }
  const { output } = await sentryCli(inbox, ['releases', 'list'])
  expect(output).toContain('shop@9')
})

test('sentry-cli is told what is wrong', async () => {
  const inbox = await emptyInbox()
  const { output, code } = await sentryCli(inbox, ['releases', 'delete', 'shop@1'])
  expect(code).not.toBe(0)
  expect(output).toContain('This address takes PUT, GET.')
})
