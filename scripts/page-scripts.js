// The files of @mayday/browser for pages without a bundler: everything as one script, and what goes before everything.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { withoutPreloading } from './bundle.js'

/** Writes both into the built package in `dir`. */
export async function buildPageScripts(dir) {
  await buildScript(dir, 'script', 'mayday', 'Mayday')
  await buildScript(dir, 'early', 'early')
  ignoreSources(join(dir, 'dist/mayday.min.js.map'))
}

/** Developer tools then step over the SDK; the bundler has no option for it. */
function ignoreSources(path) {
  const map = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ ...map, x_google_ignoreList: [...map.sources.keys()] }))
}

async function buildScript(dir, entry, fileName, name) {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: dir,
    plugins: [withoutPreloading],
    build: {
      outDir: join(dir, 'dist'),
      emptyOutDir: false,
      // Evergreen browsers of the last three years.
      target: 'es2022',
      sourcemap: name !== undefined,
      rollupOptions: {
        input: join(dir, 'dist/esm', `${entry}.js`),
        output: {
          format: 'iife',
          name,
          exports: name ? 'named' : 'none',
          entryFileNames: `${fileName}.min.js`,
          // One file has all at hand.
          codeSplitting: false,
        },
        preserveEntrySignatures: name ? 'strict' : false,
      },
    },
  })
}
