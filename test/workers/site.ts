/** A site on loopback whose pages and workers import the SDK, and the receiver that they send to. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Event } from '@mayday/core'
import { parseEnvelope } from '@mayday/core/testing'
import { build } from 'vite'
import { createReceiver } from '../faults/receiver.js'
import { checkSent } from '../setup/valid-events.js'

/** Scripts of the site, by their name. They may say `DSN`. */
export type Scripts = Record<string, string>

export interface Site {
  url: string
  /** What has arrived. */
  events: Event[]
  /** How often something was dropped, by the reason that clients reported. */
  reported: Record<string, number>
  stop(): Promise<void>
}

/** The SDK as one file that pages and workers can import. */
export async function bundleSdk(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@mayday/source', 'browser', 'import', 'default'] },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('../../packages/browser/src/index.ts', import.meta.url)),
        formats: ['es'],
      },
      rollupOptions: { output: { codeSplitting: false } },
    },
  })
  const [{ output }] = [result].flat() as unknown as [{ output: [{ code: string }] }]
  return output[0].code
}

/** Its page loads `page.js`. */
export async function startSite(sdk: string, scripts: Scripts): Promise<Site> {
  const events: Event[] = []
  const receiver = await createReceiver({
    onAccepted(body) {
      checkSent(body)
      const items = parseEnvelope(body).items.filter(({ headers }) => headers.type === 'event')
      events.push(...items.map(({ text }) => JSON.parse(text) as Event))
    },
  })
  await receiver.start()
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').slice(1).split('?')
    const script = scripts[path]?.replaceAll('DSN', JSON.stringify(receiver.dsn))
    const text = path === 'mayday.js' ? sdk : script
    if (path && !text) return void response.writeHead(404).end()
    const [type, body] = text ? ['javascript', text] : ['html', PAGE]
    response.writeHead(200, { 'Content-Type': `text/${type}` }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    reported: receiver.reported,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await receiver.stop()
    },
  }
}

const PAGE = `<!doctype html><link rel="icon" href="data:,"><title>page</title>
<script type="module" src="/page.js"></script>`
