// Builds every package into its dist folder; `buildIfNeeded` skips that while nothing has changed.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rollup } from 'rollup'
import { build as viteBuild } from 'vite'
import configs, { packages } from '../rollup.config.js'
import { writeInboxSeed } from './inbox-seed.js'
import { buildPageScripts } from './page-scripts.js'

export const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'packages/core/dist/.built')

export async function build() {
  process.chdir(root)
  const started = Date.now()
  for (const name of packages) rmSync(`packages/${name}/dist`, { recursive: true, force: true })
  for (const config of configs) {
    const bundle = await rollup(config)
    await bundle.write(config.output)
    await bundle.close()
  }
  await buildPageScripts(join(root, 'packages/browser'))
  await buildInboxSeed()
  await viteBuild({ configFile: 'packages/inbox/web/vite.config.ts', logLevel: 'warn' })
  writeFileSync(stamp, '')
  console.log(`Built ${packages.length} packages in ${Math.round((Date.now() - started) / 1000)} s`)
}

/** By what was built just now. */
async function buildInboxSeed() {
  const built = (name) => import(`../packages/inbox/dist/esm/store/${name}.js`)
  const [{ makeSeed }, { seedUrl }] = await Promise.all([built('pglite'), built('seed')])
  await writeInboxSeed({ makeSeed, seedUrl })
}

export async function buildIfNeeded() {
  if (!existsSync(stamp) || newest(sources()) > statSync(stamp).mtimeMs) await build()
}

function sources() {
  const folders = packages.flatMap((name) => [`packages/${name}/src`, `packages/${name}/web`])
  const files = packages.flatMap((name) => [
    `packages/${name}/package.json`,
    `packages/${name}/tsconfig.json`,
  ])
  return [...folders, ...files, 'rollup.config.js', 'tsconfig.json', 'package-lock.json']
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
}

/** When the latest change was made; removed files show in the time of their folder. */
function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const stats = statSync(path)
      if (!stats.isDirectory()) return stats.mtimeMs
      return Math.max(stats.mtimeMs, newest(readdirSync(path).map((name) => join(path, name))))
    }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes('--if-needed') ? buildIfNeeded() : build())
}
