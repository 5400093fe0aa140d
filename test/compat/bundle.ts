import { join } from 'node:path'
import { build, defaultClientConditions, type Rollup } from 'vite'

const ENTRY = 'virtual:programs'

/** One script that offers all programs as `programs`, by path; as an application's bundler would make it. */
export async function bundlePrograms(
  root: string,
  paths: string[],
  alias: Record<string, string>,
): Promise<string> {
  const imports = paths.map(
    (path, at) => `import * as p${at} from ${JSON.stringify(join(root, path))}`,
  )
  const members = paths.map((path, at) => `${JSON.stringify(path)}: p${at}`)
  const entry = `${imports.join('\n')}\nglobalThis.programs = { ${members.join(', ')} }`
  const result = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias, conditions: ['@mayday/source', ...defaultClientConditions] },
    plugins: [
      {
        name: 'programs',
        resolveId: (id) => (id === ENTRY ? id : undefined),
        load: (id) => (id === ENTRY ? entry : undefined),
      },
    ],
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: { input: ENTRY, output: { format: 'iife' } },
    },
  })) as Rollup.RollupOutput
  return result.output[0].code
}
