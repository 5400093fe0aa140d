// For what is bundled into a package of ours: where it is found, and the licences that have to go with it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minify } from 'vite'

const nodeModules = fileURLToPath(new URL('../node_modules/', import.meta.url))

/** Finds packages as Node does for `import`. */
export function fromNodeModules() {
  return {
    name: 'from-node-modules',
    resolveId(id, importer) {
      if (importer === undefined || /^[./]|^node:|^\0/.test(id)) return null
      return fileURLToPath(import.meta.resolve(id))
    },
  }
}

/** Writes what the licences ask for, the text of each, into a file beside the bundle. */
export function licences() {
  return {
    name: 'licences',
    generateBundle(_, chunks) {
      const modules = Object.values(chunks).flatMap(({ modules }) => Object.entries(modules ?? {}))
      const names = [...new Set(modules.flatMap(packagesIn))].sort()
      const [{ fileName }] = Object.values(chunks)
      this.emitFile({
        type: 'asset',
        fileName: fileName.replace(/\.js$/, '.LICENSES.txt'),
        source: `${names.map(licenceOf).join(`\n${'-'.repeat(80)}\n\n`)}`,
      })
    },
  }
}

/** The package that a module is of, and those that its authors have bundled into it, as their bundler notes. */
function packagesIn([path, { code }]) {
  const inside = [...(code ?? '').matchAll(/^\/\/#region .*$/gm)].map(([line]) => line)
  return [path, ...inside].flatMap((text) => {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(text) ?? []
    return name ?? []
  })
}

function licenceOf(name) {
  const dir = join(nodeModules, name)
  const { version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
  const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry))
  if (!file) throw new Error(`${name}, which is bundled, has no file with its licence.`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(dir, file), 'utf8').trim()}\n`
}

/** Nobody reads it, and everybody installs it. */
export function minified() {
  return {
    name: 'minified',
    async renderChunk(code, { fileName }) {
      const result = await minify(fileName, code)
      if (result.errors.length > 0) throw new Error(`${fileName}: ${result.errors[0].message}`)
      return { code: result.code, map: null }
    },
  }
}
