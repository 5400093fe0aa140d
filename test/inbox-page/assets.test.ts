import { get, type IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { createInbox, type Inbox } from '@mayday/inbox'
import { afterAll, beforeAll, expect, test } from 'vitest'

let inbox: Inbox
beforeAll(async () => {
  inbox = await createInbox()
})
afterAll(() => inbox?.close())

/** As it came, without undoing any encoding. */
async function ask(path: string, headers: Record<string, string> = {}) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(inbox.url + path, { headers }, resolve).on('error', reject)
  })
  const body = Buffer.concat(await response.toArray())
  return { status: response.statusCode, headers: response.headers, body }
}

/** The addresses of what the page loads first. */
async function assets(): Promise<string[]> {
  const page = await ask('/')
  expect(page.headers['cache-control']).toBe('no-cache')
  const found = [...page.body.toString().matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)]
  expect(found.length).toBeGreaterThanOrEqual(2)
  return found.map(([, path = '']) => path)
}

test('the parts of the page travel compressed to those who can read that, and are asked for once', async () => {
  for (const path of await assets()) {
    const plain = await ask(path)
    expect(plain.headers).not.toHaveProperty('content-encoding')
    for (const accepted of ['gzip, deflate, br', 'br;q=1, GZIP;q=0.5']) {
      const packed = await ask(path, { 'accept-encoding': accepted })
      expect(packed.headers).toMatchObject({
        'content-encoding': 'gzip',
        'content-type': plain.headers['content-type'],
        'cache-control': expect.stringContaining('immutable'),
        vary: 'accept-encoding',
        'x-content-type-options': 'nosniff',
      })
      expect(packed.body.length).toBeLessThan(plain.body.length / 2)
      expect(gunzipSync(packed.body).equals(plain.body)).toBe(true)
    }
  }
})

test.each(['br', 'gzip;q=0', 'gzip; q=0.0, br', 'identity', 'xgzipped'])(
  'and as they are to those who accept %s',
  async (accepted) => {
    const [path = ''] = await assets()
    const { status, headers } = await ask(path, { 'accept-encoding': accepted })
    expect(status).toBe(200)
    expect(headers).not.toHaveProperty('content-encoding')
  },
)

test.each(['/assets/none.js', '/assets/..%2f..%2fpackage.json', '/assets/', '/index.html'])(
  'there is nothing at %s',
  async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404 })
  },
)
