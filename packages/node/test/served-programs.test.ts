/** Services as processes of their own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bundle, bundle, run } from './programs.js'

const PROGRAMS = fileURLToPath(new URL('programs', import.meta.url))

let mayday: Bundle
const folder = mkdtempSync(join(tmpdir(), 'mayday-served-'))
beforeAll(async () => {
  mayday = await bundle()
})
afterAll(() => {
  mayday.remove()
  rmSync(folder, { recursive: true, force: true })
})

it('nothing is left of 20,000 requests and what they captured', async () => {
  const { stdout, stderr } = await run('serves.mjs', {
    args: [mayday.url, '20000'],
    timeout: 110_000,
  })
  expect(stderr).toBe('')
  const { served, captured, alive } = JSON.parse(stdout)
  expect({ served, captured }).toEqual({ served: 20_000, captured: 20_000 })
  // Connections that are kept alive may remember their last request.
  expect(alive).toBeLessThan(100)
}, 120_000)

it.each([
  ['es', 'mjs'],
  ['cjs', 'cjs'],
] as const)(
  'a service that is bundled as one file keeps requests apart (%s)',
  async (format, ending) => {
    const conditions = ['@mayday/source', 'node', 'import', 'default']
    await build({
      configFile: false,
      logLevel: 'silent',
      resolve: { conditions },
      ssr: { noExternal: true, resolve: { conditions } },
      build: {
        ssr: fileURLToPath(new URL('programs/bundled.ts', import.meta.url)),
        outDir: folder,
        emptyOutDir: false,
        target: 'es2020',
        minify: true,
        rollupOptions: { output: { format, entryFileNames: `bundled.${ending}` } },
      },
    })
    const { stdout, stderr } = await run(relative(PROGRAMS, join(folder, `bundled.${ending}`)), {})
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(
      ['/1', '/2', '/3'].map((id) => [`of ${id}`, id, `POST ${id}`]),
    )
  },
)
