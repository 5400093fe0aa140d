// Bundles a script as an application would do it, from what the packages publish.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { root } from './build.js'

/** The file that a page imports. */
export const ENTRY = 'assets/main.js'

/** Vite's code around `import()` is there once in any application that has one, and no part of what is measured. */
export const withoutPreloading = {
  name: 'without-preloading',
  enforce: 'pre',
  load(id) {
    if (id.endsWith('vite/preload-helper.js'))
      return 'export const __vitePreload = (load) => load()'
  },
}

/**
 * The minified chunks of a script, the entry first.
 *
 * @param folder where packages are looked for: in its `node_modules`, and in those of the folders above
 * @returns of each chunk its file name, its code, and whether the page waits for it
 */
export async function bundle(script, folder = root) {
  // Inside of node_modules, so that packages are found as an application finds them, and nobody else looks at it.
  const dir = mkdtempSync(join(folder, 'node_modules/.bundle-'))
  try {
    writeFileSync(join(dir, 'main.js'), script)
    const { output } = await build({
      root: dir,
      configFile: false,
      logLevel: 'error',
      plugins: [withoutPreloading],
      build: {
        write: false,
        target: 'es2022',
        modulePreload: false,
        rollupOptions: {
          input: join(dir, 'main.js'),
          external: ['react'],
          // Other chunks may import it back by its name.
          output: { entryFileNames: ENTRY },
        },
      },
    })
    return chunksOf(output)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

/** The minified chunks of a page that does nothing but use what the statement imports. */
export function bundleImport(statement, folder) {
  const [, names] = /^import \{?(.*?)\}? from /.exec(statement)
  return bundle(`${statement}\nglobalThis.used = [${names}]\n`, folder)
}

/** Bytes of what the page waits for, and of all that it may load. */
export function sizesOf(chunks) {
  const all = chunks.map(sizeOf)
  return { atOnce: total(all.filter((_, at) => chunks[at].atOnce)), inAll: total(all) }
}

function chunksOf(output) {
  const chunks = output.filter(({ type }) => type === 'chunk')
  const entry = chunks.find(({ isEntry }) => isEntry)
  const awaited = new Set([entry.fileName])
  // A set also goes through what is added on the way.
  for (const name of awaited) {
    for (const one of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
      awaited.add(one)
  }
  return [entry, ...chunks.filter((one) => one !== entry)].map(({ fileName, code }) => ({
    fileName,
    code,
    atOnce: awaited.has(fileName),
  }))
}

/** Each chunk is a request of its own, and compressed by itself. */
function sizeOf({ code }) {
  return {
    min: Buffer.byteLength(code),
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code).length,
  }
}

function total(sizes) {
  const sum = (key) => sizes.reduce((bytes, size) => bytes + size[key], 0)
  return { min: sum('min'), gzip: sum('gzip'), brotli: sum('brotli') }
}
