// SDKs that are not ours send to the Inbox as they are installed. They are peers of the benchmarks, and tried where those
// have brought them.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Inbox } from '@mayday/inbox'
import { build } from 'vite'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { findChromium, launchChromium } from '../scripts/browsers.js'

const peers = fileURLToPath(new URL('../bench/node_modules', import.meta.url))

let inbox: Inbox

beforeAll(async () => {
  const { createInbox } = await import('@mayday/inbox')
  inbox = await createInbox()
})

beforeEach(() => inbox.clear())
afterAll(() => inbox?.close())

const nodeProgram = (name: string): string => `
const Sentry = require('${name}')
Sentry.init({
  dsn: process.argv[2], release: 'shop@1.2.0', environment: 'test', tracesSampleRate: 1, enableLogs: true,
})
class PaymentError extends Error { name = 'PaymentError' }
Sentry.setTag('region', 'eu')
Sentry.setUser({ id: '7' })
Sentry.startSpan({ name: 'checkout', op: 'task' }, () => {
  Sentry.startSpan({ name: 'select', op: 'db' }, () => undefined)
  Sentry.captureException(new PaymentError('card refused', { cause: new TypeError('no number') }), {
    attachments: [{ filename: 'cart.txt', data: 'three things' }],
  })
})
const eventId = Sentry.captureMessage('the shop is closing', 'warning')
Sentry.captureFeedback({ message: 'it broke', email: 'someone@shop.example', associatedEventId: eventId })
Sentry.logger.warn('stock is low', { item: 'tea' })
Sentry.captureCheckIn(
  { monitorSlug: 'nightly', status: 'ok', duration: 2 },
  { schedule: { type: 'interval', value: 1, unit: 'day' } },
)
Sentry.flush(5000).then(() => process.exit(0))
`

describe.skipIf(!existsSync(peers)).each([['@sentry/node'], ['sentry-node-11']])('%s', (name) => {
  it('shows all that it sends in the Inbox', { timeout: 30_000 }, async () => {
    await runProgram(nodeProgram(name))
    const error = await inbox.event(({ title }) => title === 'PaymentError: card refused')
    expect(error).toMatchObject({ project: '7', platform: 'node', level: 'error' })
    expect(error.event).toMatchObject({ release: 'shop@1.2.0', tags: { region: 'eu' } })
    expect(error.event.exception?.values?.map(({ type }) => type)).toEqual([
      'TypeError',
      'PaymentError',
    ])
    expect(error.items.map(({ headers }) => headers.filename)).toEqual(['cart.txt'])
    const message = await inbox.event(({ title }) => title === 'the shop is closing')
    expect(message.level).toBe('warning')
    await expect
      .poll(() => answer('/feedback'))
      .toMatchObject({
        feedback: [
          { message: 'it broke', email: 'someone@shop.example', issueId: message.issueId },
        ],
      })
    await expect
      .poll(() => answer('/logs'))
      .toMatchObject({
        logs: [{ level: 'warn', body: 'stock is low', attributes: { item: 'tea' } }],
      })
    await expect
      .poll(() => answer('/check-ins'))
      .toMatchObject({
        monitors: [{ slug: 'nightly', status: 'ok' }],
      })
    await expect
      .poll(() => answer('/transactions'))
      .toMatchObject({ transactions: [{ name: 'checkout', count: 1 }] })
    await expect
      .poll(() => answer('/releases'))
      .toMatchObject({ releases: [{ version: 'shop@1.2.0' }] })
  })
})

describe.skipIf(!existsSync(peers) || findChromium() === undefined)('@sentry/browser', () => {
  it('shows the errors of a page in the Inbox', { timeout: 60_000 }, async () => {
    const url = await servePage(await bundle())
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    await page.goto(`${url}/?dsn=${encodeURIComponent(inbox.dsn('12'))}`)
    await page.click('button')
    const event = await inbox.event(({ title }) => title === 'TypeError: nobody listens', 15_000)
    expect(event).toMatchObject({ project: '12', platform: 'javascript', handled: false })
    expect(event.event.breadcrumbs).toBeDefined()
  })
})

async function answer(path: string): Promise<unknown> {
  const response = await fetch(`${inbox.url}/api/0${path}`)
  return response.json()
}

/** In the folder of the benchmarks, whose packages it needs. */
async function runProgram(program: string): Promise<void> {
  const folder = join(peers, '.cache')
  mkdirSync(folder, { recursive: true })
  const file = join(mkdtempSync(join(folder, 'program-')), 'program.cjs')
  writeFileSync(file, program)
  const child = spawn(process.execPath, [file, inbox.dsn('7')], { stdio: 'pipe' })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += chunk))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  expect([code, errors]).toEqual([0, ''])
}

const page = `
import * as Sentry from '@sentry/browser'
Sentry.init({ dsn: new URLSearchParams(location.search).get('dsn') })
document.querySelector('button').addEventListener('click', () => {
  throw new TypeError('nobody listens')
})
`

async function bundle(): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'foreign-page-'))
  writeFileSync(join(root, 'page.js'), page)
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@sentry/browser': join(peers, '@sentry/browser') } },
    build: {
      rollupOptions: { input: join(root, 'page.js'), output: { entryFileNames: 'page.js' } },
    },
  })
  return readFileSync(join(root, 'dist/page.js'), 'utf8')
}

async function servePage(script: string): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const isScript = url.startsWith('/page.js')
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<button>Break</button><script src="/page.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
