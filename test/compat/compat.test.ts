// Programs written for @sentry/browser and @sentry/core 10 run on Mayday with nothing but their imports changed.
// Each file below `programs/` is one of them; its name says what it shows, `expected` what its `run()` has to find.
// Where the peers of `bench/` are installed, the same programs run on the real thing first: what they say is true.
import { existsSync, readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundlePrograms } from './bundle.js'
import { openPage, type Program } from './page.js'

const here = dirname(fileURLToPath(import.meta.url))
const peers = join(here, '../../bench/node_modules/@sentry')
const folders = readdirSync(join(here, 'programs')).sort()
const paths = folders.flatMap((folder) => pathsIn(folder))

const sdks = [
  ...(existsSync(peers)
    ? [{ sdk: '@sentry 10', browser: join(peers, 'browser'), core: join(peers, 'core') }]
    : []),
  { sdk: 'Mayday', browser: '@mayday/browser', core: '@mayday/core' },
]

let server: Server
let origin: string

beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(Number(/\d+$/.exec(request.url ?? '')?.[0] ?? 200)).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe.each(sdks)('on $sdk', ({ browser, core }) => {
  let script: Script

  beforeAll(async () => {
    const code = await bundlePrograms(here, paths, {
      '@sentry/browser': browser,
      '@sentry/core': core,
    })
    script = new Script(code, { filename: 'https://shop.example/app.js' })
  })

  describe.each(folders)('%s', (folder) => {
    it.each(programsIn(folder))('%s', async (_behaviour, path) => {
      const page = openPage(`${origin}/shop`, script)
      try {
        const program = page.programs[path] as Program
        const found = await program.run()
        expect(plain(found)).toEqual(plain(program.expected))
      } finally {
        page.close()
      }
    })
  })
})

function pathsIn(folder: string): string[] {
  return readdirSync(join(here, 'programs', folder))
    .sort()
    .map((file) => `programs/${folder}/${file}`)
}

function programsIn(folder: string) {
  const behaviour = (path: string) => basename(path, '.ts').replaceAll('-', ' ')
  return pathsIn(folder).map((path) => [behaviour(path), path] as const)
}

/** Values of a page have prototypes of their own. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
