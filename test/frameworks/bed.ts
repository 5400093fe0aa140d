/** Pages with a framework, in a real browser: each plays one case, once with the SDK and once without. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Event, Exception } from '@mayday/core'
import { parseEnvelope } from '@mayday/core/testing'
import type { Browser } from 'playwright-core'
import { build, type Plugin, type Rollup } from 'vite'
import { launchChromium } from '../../scripts/browsers.js'
import { checkSent } from '../setup/valid-events.js'

export type Mode = 'development' | 'production'
export const modes: readonly Mode[] = ['development', 'production']

export interface Played {
  events: Event[]
  /** What the page printed, threw, and showed in the end. */
  output: string[]
}

export interface Bed {
  /** What comes of a case, which is played once, however many tests look at it. */
  play(mode: Mode, name: string, options?: PlayOptions): Promise<Played>
  stop(): Promise<void>
}

export interface PlayOptions {
  /** @default true */
  withSdk?: boolean
  /** What the page's integration gets. */
  options?: object
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** As an application would bundle it, but to be read. */
async function bundled(
  page: string,
  mode: Mode,
  plugins: Plugin[],
  codeSplitting = false,
): Promise<Rollup.RollupOutput> {
  const dir = mkdtempSync(join(root, 'node_modules/.page-'))
  try {
    const main = join(dir, 'main.js')
    writeFileSync(
      main,
      `import ${JSON.stringify(fileURLToPath(new URL(`pages/${page}`, import.meta.url)))}`,
    )
    const result = await build({
      root: dir,
      mode,
      configFile: false,
      logLevel: 'error',
      plugins,
      define: {
        'process.env.NODE_ENV': JSON.stringify(mode),
        ngDevMode: String(mode === 'development'),
      },
      resolve: { conditions: ['@mayday/source', 'browser', mode, 'module', 'import', 'default'] },
      build: {
        write: false,
        target: 'es2022',
        minify: false,
        modulePreload: false,
        rollupOptions: {
          input: main,
          output: codeSplitting
            ? { entryFileNames: 'main.js', chunkFileNames: '[name].js' }
            : { codeSplitting },
        },
      },
    })
    return result as Rollup.RollupOutput
  } finally {
    rmSync(dir, { recursive: true })
  }
}

/** The scripts of a page in production by the paths that they have to be served at; the first is `/main.js`. */
export async function chunksOf(page: string): Promise<Map<string, string>> {
  const { output } = await bundled(page, 'production', [], true)
  return new Map(
    output.flatMap((one) => (one.type === 'chunk' ? [[`/${one.fileName}`, one.code]] : [])),
  )
}

/** Bundles a page of `pages/` for both modes, and starts a browser to play its cases in. */
export async function startBed(
  page: string,
  plugins: (mode: Mode) => Plugin[] = () => [],
): Promise<Bed> {
  const scripts = Object.fromEntries(
    await Promise.all(
      modes.map(async (mode) => {
        const { output } = await bundled(page, mode, plugins(mode))
        return [mode, output[0].code]
      }),
    ),
  ) as Record<Mode, string>
  const events: Event[] = []
  const server = createServer(async (request, response) => {
    const mode = modes.find((one) => request.url?.startsWith(`/${one}.js`))
    if (request.method === 'POST') events.push(...eventsIn(await bodyOf(request)))
    response.setHeader('Content-Type', mode ? 'text/javascript' : 'text/html')
    response.end(mode ? scripts[mode] : htmlOf(request.url ?? ''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await launchChromium()
  const plays = new Map<string, Promise<Played>>()
  const playOnce: Bed['play'] = async (mode, name, { withSdk = true, options = {} } = {}) => {
    events.length = 0
    const query = new URLSearchParams({ case: name, options: JSON.stringify(options) })
    if (withSdk) query.set('dsn', `http://key@${host}/1`)
    const output = await outputOf(browser, `http://${host}/${mode}?${query}`)
    return { output, events: events.map((event) => withSource(event, scripts[mode])) }
  }
  return {
    play(mode, name, options) {
      const key = JSON.stringify([mode, name, options])
      const played = plays.get(key) ?? playOnce(mode, name, options)
      plays.set(key, played)
      return played
    },
    async stop() {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const htmlOf = (url: string): string =>
  `<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="${url.split('?')[0]}.js"></script>`

async function outputOf(browser: Browser, url: string): Promise<string[]> {
  const page = await browser.newPage()
  const output: string[] = []
  // Both pages have the same places, but not the same address.
  const note = (line: string): void => void output.push(line.replace(/\?\S*/g, ''))
  page.on('console', (message) => note(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => note(`uncaught: ${error}`))
  try {
    await page.goto(url)
    await page.waitForFunction('globalThis.isOver', undefined, { timeout: 15_000 })
    return output
  } finally {
    await page.close()
  }
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}

function eventsIn(body: Buffer): Event[] {
  checkSent(body)
  const items = parseEnvelope(body).items.filter(({ headers }) => headers.type === 'event')
  return items.map(({ text }) => JSON.parse(text))
}

/** Each frame with the line of the script that it names. */
function withSource(event: Event, script: string): Event {
  const lines = script.split('\n')
  for (const frame of captured(event).stacktrace?.frames ?? []) {
    frame.context_line = lines[(frame.lineno ?? 0) - 1]?.trim() ?? ''
  }
  return event
}

/** The exception that was captured; before it stand its causes. */
export function captured(event: Event | undefined): Exception {
  const value = event?.exception?.values?.at(-1)
  if (!value) throw new Error('There is no event with an exception')
  return value
}
