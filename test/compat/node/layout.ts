import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../../..')

export type Format = 'ESM' | 'CommonJS'

export interface Layout {
  /** Where `start.js` and `programs/` are, in this format. */
  folder(format: Format): string
  remove(): void
}

/** The folders of programs, as they are in `programs/`. */
export const topics: string[] = readdirSync(join(here, 'programs')).sort()

export function programsOf(topic: string): string[] {
  return readdirSync(join(here, 'programs', topic))
    .sort()
    .map((file) => `programs/${topic}/${file}`)
}

/**
 * A folder like that of an application which has installed the SDK and all that the programs need. The programs are
 * there twice, once for import and once for require.
 *
 * @param sdk what `@sentry/node` stands for
 */
export function layOut(sdk: string): Layout {
  // The blank is on purpose: paths have such.
  const folder = join(mkdtempSync(join(tmpdir(), 'compat-')), 'my app')
  install(join(folder, 'node_modules'), sdk)
  const files = ['start.ts', ...topics.flatMap(programsOf)]
  for (const format of ['ESM', 'CommonJS'] as const) {
    for (const file of files) {
      const source = readFileSync(join(here, file), 'utf8').replaceAll("'@sentry/node'", `'${sdk}'`)
      write(join(folder, format, file.replace(/ts$/, 'js')), translate(source, format))
    }
    const type = format === 'ESM' ? 'module' : 'commonjs'
    write(
      join(folder, format, 'package.json'),
      JSON.stringify({ name: 'my-app', type, dependencies: { express: '*' } }),
    )
  }
  return {
    folder: (format) => join(folder, format),
    remove: () => rmSync(dirname(folder), { recursive: true, force: true }),
  }
}

function translate(source: string, format: Format): string {
  const { ESNext, CommonJS } = ts.ModuleKind
  return ts.transpile(source, {
    target: ts.ScriptTarget.ES2022,
    module: format === 'ESM' ? ESNext : CommonJS,
    esModuleInterop: true,
  })
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Our own packages are there as they are published: what is linked is taken for a part of the application. */
function install(modules: string, sdk: string): void {
  mkdirSync(join(modules, '@mayday'), { recursive: true })
  const all = join(root, 'node_modules')
  for (const name of readdirSync(all)) {
    if (!/^\.|^@mayday$|^@sentry$/.test(name)) symlinkSync(join(all, name), join(modules, name))
  }
  if (sdk === '@sentry/node') {
    symlinkSync(join(root, 'bench/node_modules/@sentry'), join(modules, '@sentry'))
    return
  }
  for (const name of ['core', 'node']) {
    for (const part of ['package.json', 'dist']) {
      cpSync(join(root, 'packages', name, part), join(modules, '@mayday', name, part), {
        recursive: true,
      })
    }
  }
}
