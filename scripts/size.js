// Prints what a page pays for an import, and fails when that is more than package.json allows.
// The import is bundled as an application would do it, from the packages' own builds.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { buildIfNeeded, root } from './build.js'

await buildIfNeeded()
const { sizeBudgets } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const rows = []
for (const [statement, budget] of Object.entries(sizeBudgets)) {
  const code = await bundle(statement)
  rows.push({
    import: statement,
    min: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code).length,
    budget: budget.gzip,
  })
}
console.table(rows)

const over = rows.filter(({ gzip, budget }) => gzip > budget)
for (const row of over) {
  console.error(`${row.import}: ${row.gzip} bytes gzip, ${row.gzip - row.budget} over its budget`)
}
process.exitCode = over.length > 0 ? 1 : 0

/** The minified bundle of a page that does nothing but use what the statement imports. */
async function bundle(statement) {
  const names = /\{(.*)\}/.exec(statement)[1]
  // Inside the workspace, so that packages are found as an application finds them.
  const dir = mkdtempSync(join(root, 'node_modules/.size-'))
  try {
    writeFileSync(join(dir, 'main.js'), `${statement}\nglobalThis.used = [${names}]\n`)
    const { output } = await build({
      root: dir,
      configFile: false,
      logLevel: 'error',
      build: {
        write: false,
        target: 'es2022',
        modulePreload: false,
        rollupOptions: { input: join(dir, 'main.js'), external: ['react'] },
      },
    })
    return Buffer.from(output[0].code)
  } finally {
    rmSync(dir, { recursive: true })
  }
}
