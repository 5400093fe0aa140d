// The files of @mayday/browser for pages without a bundler: everything as one script, and what goes before everything.
import { join } from 'node:path'
import { build } from 'vite'
import { withoutPreloading } from './bundle.js'

/** Writes both into the built package in `dir`. */
export async function buildPageScripts(dir) {
  await buildScript(dir, 'script', 'mayday', 'Mayday')
  await buildScript(dir, 'early', 'early')
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
          sourcemapIgnoreList: true,
          // One file has all at hand.
          codeSplitting: false,
        },
        preserveEntrySignatures: name ? 'strict' : false,
      },
    },
  })
}
