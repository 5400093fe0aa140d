import { fileURLToPath } from 'node:url'
import { build, defaultClientConditions, type Rollup } from 'vite'

/** What a site has to serve, by path: scripts, what these load later, and their source maps. */
export type Files = Record<string, string>

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Scripts with the SDK from its sources, as an application would bundle them.
 *
 * @param entries the file of each script, by the name under which it is served without its `.js`
 */
export async function bundle(
  entries: Record<string, string>,
  alias: Record<string, string> = {},
): Promise<Files> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { alias, conditions: ['@mayday/source', ...defaultClientConditions] },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      modulePreload: false,
      sourcemap: true,
      rollupOptions: { input: entries, output: { entryFileNames: '[name].js' } },
    },
  })
  const { output } = result as Rollup.RollupOutput
  return Object.fromEntries(output.map((file) => [`/${file.fileName}`, textOf(file)]))
}

function textOf(file: Rollup.OutputChunk | Rollup.OutputAsset): string {
  return String(file.type === 'chunk' ? file.code : file.source)
}
