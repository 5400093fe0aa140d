// The whole way around a blocker: a page in a real browser, its own server, the real Inbox.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Inbox } from '@mayday/inbox'
import { tunnelHandler } from '@mayday/node'
import { build } from 'vite'
import { expect, it, onTestFinished } from 'vitest'
import { findChromium, launchChromium } from '../scripts/browsers.js'

/** The SDK as one file that a page can import. */
async function bundled(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@mayday/source', 'browser', 'import', 'default'] },
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('../packages/browser/src/index.ts', import.meta.url)),
        formats: ['es'],
      },
      rollupOptions: { output: { codeSplitting: false } },
    },
  })
  const [{ output }] = [result].flat() as { output: { code: string }[] }[] as [
    { output: [{ code: string }] },
  ]
  return output[0].code
}

/** A site whose pages send to `/errors`, and throw. */
async function startSite(inbox: Inbox): Promise<string> {
  const dsn = inbox.dsn('tunnel')
  const tunnel = tunnelHandler({ allowedDsns: [dsn] })
  const sdk = await bundled()
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module">
    import { init } from '/mayday.js'
    init({ dsn: ${JSON.stringify(dsn)}, tunnel: '/errors' })
    setTimeout(() => { throw new Error('came through the tunnel') })
  </script>`
  const server = createServer((request, response) => {
    if (request.url === '/errors') return void tunnel(request, response)
    const [type, body] = request.url === '/' ? ['html', page] : ['javascript', sdk]
    response.writeHead(200, { 'Content-Type': `text/${type}` }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it.skipIf(!findChromium())(
  'what a page throws arrives through its own server, and it asks nobody else',
  async () => {
    const { createInbox } = await import('@mayday/inbox')
    const inbox = await createInbox()
    onTestFinished(() => inbox.close())
    const url = await startSite(inbox)
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    const asked = new Set<string>()
    page.on('request', (request) => asked.add(request.url().replace(url, '')))
    await page.goto(url)

    const event = await inbox.event(({ title }) => title.includes('came through'), 10_000)
    expect(event.event.sdk?.name).toBe('mayday.javascript.browser')
    expect([...asked].filter((one) => !one.startsWith('data:'))).toEqual([
      '/',
      '/mayday.js',
      '/errors',
    ])
  },
)
