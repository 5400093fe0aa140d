// Bundles a script as an application would do it, from what the packages publish.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { root } from './build.js'

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
      base: './',
      configFile: false,
      logLevel: 'error',
      build: {
        write: false,
        target: 'es2022',
        modulePreload: false,
        rollupOptions: { input: join(dir, 'main.js'), external: ['react'] },
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
