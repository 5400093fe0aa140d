import { randomBytes } from 'node:crypto'
import { type ClientRequest, request } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { ArtifactsAnswer } from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { emptyInbox, getJson, sentenceOf, startInbox } from './sending.js'
import { assemble, bundleOf, sendChunks, sha1, upload, zipOf } from './uploading.js'

const map = '{"version":3,"sources":["a.ts"],"names":[],"mappings":"AAAA"}'
const mebibyte = 1024 * 1024

async function bundleCount(): Promise<number> {
  const { bundles } = await getJson<ArtifactsAnswer>(await emptyInbox(), '/api/0/artifacts')
  return bundles.length
}

describe('chunks', () => {
  test('are asked for until they are there, and put together in their order', async () => {
    const inbox = await emptyInbox()
    const zip = bundleOf('a()', map)
    const [one, two] = [zip.subarray(0, 100), zip.subarray(100)]
    const order = { checksum: sha1(zip), chunks: [sha1(one), sha1(two)], projects: ['shop'] }
    expect(await assemble(inbox, order)).toEqual({
      state: 'not_found',
      missingChunks: order.chunks,
      detail: null,
    })
    await sendChunks(inbox, { [sha1(two)]: two })
    expect(await assemble(inbox, order)).toMatchObject({ missingChunks: [sha1(one)] })
    await sendChunks(inbox, { [sha1(one)]: one })
    expect(await assemble(inbox, order)).toMatchObject({ state: 'ok', missingChunks: [] })
    expect(await assemble(inbox, { ...order, chunks: [sha1(zip)] })).toMatchObject({ state: 'ok' })
  })

  test('with another checksum are refused, and none of the request is kept', async () => {
    const inbox = await emptyInbox()
    const good = Buffer.from('a chunk that is as it says')
    const bad = sha1(Buffer.from('another'))
    const response = await sendChunks(inbox, { [sha1(good)]: good, [bad]: Buffer.from('broken') })
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe(
      `The chunk "${bad}" has another checksum: ${sha1(Buffer.from('broken'))}.`,
    )
    const order = { checksum: bad, chunks: [sha1(good)] }
    expect(await assemble(inbox, order)).toMatchObject({ missingChunks: [sha1(good)] })
  })

  test('that are cut off on the way are refused', async () => {
    const inbox = await emptyInbox()
    const chunk = Buffer.from('some bytes')
    const response = await sendChunks(inbox, { [sha1(chunk)]: chunk }, { end: 120 })
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe(
      'The form is cut off: it does not end with its boundary.',
    )
  })

  test('that unpack to more than 8 MiB are refused', async () => {
    const inbox = await emptyInbox()
    const chunk = Buffer.alloc(9 * mebibyte)
    const response = await sendChunks(inbox, { [sha1(chunk)]: chunk })
    expect(response.status).toBe(413)
    expect(await sentenceOf(response)).toContain('is larger than 8 MiB.')
  })

  test('need a token, be it any', async () => {
    const inbox = await emptyInbox()
    const chunk = Buffer.from('x')
    const response = await sendChunks(inbox, { [sha1(chunk)]: chunk }, { headers: {} })
    expect(response.status).toBe(401)
    expect(await sentenceOf(response)).toContain('SENTRY_AUTH_TOKEN')
  })

  test('are not taken from a page of another site', async () => {
    const inbox = await emptyInbox()
    const headers = { authorization: 'Bearer x', origin: 'https://evil.example' }
    const response = await sendChunks(
      inbox,
      { [sha1(Buffer.from('x'))]: Buffer.from('x') },
      { headers },
    )
    expect(response.status).toBe(403)
  })
})

/** An upload that is on its way for as long as the test wants. */
function hold(inbox: Inbox, bytes: number): { end(): Promise<number | undefined> } {
  let held: ClientRequest
  let answered: (status: number | undefined) => void
  const begin = (): void => {
    held = request(`${inbox.url}/api/0/organizations/o/chunk-upload/`, {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-type': 'multipart/form-data; boundary=b' },
    })
    held.on('response', ({ statusCode }) => {
      // Others may have come before it.
      if (statusCode === 503) begin()
      else answered(statusCode)
    })
    held.on('error', () => undefined)
    held.write(Buffer.alloc(bytes))
  }
  begin()
  return {
    end: () =>
      new Promise((resolve) => {
        answered = resolve
        held.end()
      }),
  }
}

describe('a crowd of uploads is asked to come again rather than kept in memory', () => {
  test('with an answer that sentry-cli repeats', async () => {
    const inbox = await startInbox({ maxInFlight: 3_000_000 })
    const held = hold(inbox, 2_500_000)
    const chunk = randomBytes(60_000)
    const send = () => sendChunks(inbox, { [sha1(chunk)]: chunk })
    await expect.poll(async () => (await send()).status).toBe(503)
    const refused = await send()
    expect(refused.headers.get('retry-after')).toBe('2')
    expect(await sentenceOf(refused)).toBe(
      'The inbox is busy with what came before. Send it again later.',
    )
    expect(await held.end()).toBe(400)
    expect((await send()).status).toBe(200)
  })

  test('each by what it unpacks to', async () => {
    const inbox = await startInbox({ maxInFlight: 10_000_000 })
    const send = (...chunks: Buffer[]) =>
      sendChunks(inbox, Object.fromEntries(chunks.map((chunk) => [sha1(chunk), chunk])))
    const [one, two] = ['1', '2'].map((digit) => Buffer.alloc(7 * mebibyte, digit))
    expect((await send(one as Buffer, two as Buffer)).status).toBe(503)
    expect((await send(one as Buffer)).status).toBe(200)
    // Not by what each might have unpacked to.
    const dense = Array.from({ length: 14 }, () => randomBytes(60_000))
    expect((await send(...dense)).status).toBe(200)
  })
})

describe('a bundle is refused, and nothing of it is kept, when', () => {
  const manifest = { files: {} }

  test.each<[string, Buffer, string]>([
    ['is no zip', Buffer.from('not a zip at all, by no means'), 'is not a readable zip'],
    ['is cut off', bundleOf('a()', map).subarray(0, 150), 'is not a readable zip'],
    ['has no manifest', zipOf({ 'a.js': 'a()' }), 'has no manifest.json'],
    ['has a manifest that is none', zipOf({ 'manifest.json': '[]' }), 'has no manifest.json'],
    [
      'lacks a file that it lists',
      zipOf({}, { files: { 'a.js': { type: 'minified_source', url: '~/a.js' } } }),
      'has no "a.js", which it lists',
    ],
    [
      'has a path that leads out of it',
      zipOf({ '../../evil.js': 'a()' }, manifest),
      'leads out of it',
    ],
    ['has an absolute path', zipOf({ '/etc/evil.js': 'a()' }, manifest), 'leads out of it'],
    ['has a path of Windows', zipOf({ 'C:\\evil.js': 'a()' }, manifest), 'leads out of it'],
    [
      'has a file of more than 64 MiB',
      zipOf({ 'a.js': Buffer.alloc(65 * mebibyte) }, manifest),
      '"a.js" is larger than 64 MiB',
    ],
    ['lies about the size of a file', lying(), '"a.js" is larger than 64 MiB'],
    [
      'has too many files',
      zipOf(
        Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}.js`, ''])),
        manifest,
      ),
      'has more than 10000 files',
    ],
  ])('it %s', async (_what, zip, sentence) => {
    const before = await bundleCount()
    const answer = await upload(await emptyInbox(), zip)
    expect(answer).toMatchObject({ state: 'error', missingChunks: [] })
    expect(answer.detail).toContain(sentence)
    expect(await bundleCount()).toBe(before)
  })

  test('its chunks together have another checksum', async () => {
    const inbox = await emptyInbox()
    const zip = bundleOf('a()', map)
    const answer = await upload(inbox, zip, { checksum: sha1(Buffer.from('other')) })
    expect(answer).toMatchObject({
      state: 'error',
      detail: `The chunks together have another checksum: ${sha1(zip)}.`,
    })
  })
})

/** A zip bomb whose directory says that it is small. */
function lying(): Buffer {
  const zip = zipOf({ 'a.js': Buffer.alloc(65 * mebibyte) }, { files: {} })
  for (
    let at = zip.indexOf('PK\x03\x04', 'latin1');
    at !== -1;
    at = zip.indexOf('PK\x03\x04', at + 4, 'latin1')
  ) {
    zip.writeUInt32LE(5, at + 22)
  }
  for (
    let at = zip.indexOf('PK\x01\x02', 'latin1');
    at !== -1;
    at = zip.indexOf('PK\x01\x02', at + 4, 'latin1')
  ) {
    zip.writeUInt32LE(5, at + 24)
  }
  return zip
}

test('what several bundles have in common is stored once', async () => {
  const inbox = await startInbox()
  const kept = () => getJson<ArtifactsAnswer>(inbox, '/api/0/artifacts')
  const script = 'a()//once'
  await upload(inbox, bundleOf(script, map), { version: '1' })
  const { size } = await kept()
  await upload(inbox, bundleOf(script, map), { version: '2' })
  const { bundles, size: sizeOfBoth } = await kept()
  expect(bundles.map(({ release, files }) => [release, files])).toEqual([
    ['2', 2],
    ['1', 2],
  ])
  expect(size).toBeGreaterThan(0)
  expect(sizeOfBoth).toBe(size)
})

test('an order that is none is refused with what is wrong', async () => {
  const inbox = await emptyInbox()
  const checksum = sha1(Buffer.from('x'))
  const orders: [object, string][] = [
    [
      { checksum: 'x', chunks: [checksum] },
      '"checksum" has something that is not a SHA-1 checksum.',
    ],
    [{ checksum, chunks: ['x'] }, '"chunks" has something that is not a SHA-1 checksum.'],
    [{ checksum, chunks: [] }, 'The bundle has no chunks.'],
    [{ checksum, chunks: Array(40).fill(checksum) }, 'The bundle has too many chunks: 40.'],
  ]
  for (const [order, sentence] of orders) {
    expect((await assemble(inbox, order)).detail).toBe(sentence)
  }
})
