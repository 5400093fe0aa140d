// One build for every package: ESM and CJS, module by module, each with its own declarations.
// ROLLUP_PACKAGE narrows the build to one package; scripts/build.js runs them in dependency order.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import typescript from '@rollup/plugin-typescript'

/** In the order of their dependencies: a package reads the built declarations of those before it. */
export const packages = ['core', 'browser', 'node', 'react', 'inbox']

const entries = {
  core: ['index', 'testing/index'],
  browser: ['index', 'complete', 'early', 'script', 'vue/index', 'angular', 'svelte'],
  node: [
    'index',
    'start',
    'import',
    'edge/index',
    'frameworks/lambda',
    'frameworks/next',
    'frameworks/nest',
  ],
  react: ['index'],
  inbox: ['index', 'bin'],
}

/** React Server Components treat a module as client code only when it says so on its first line. */
const banners = { react: "'use client';" }

const wanted = process.env.ROLLUP_PACKAGE
export default packages
  .filter((name) => wanted === undefined || wanted === name)
  .flatMap((name) => [build(name, 'esm'), build(name, 'cjs')])

function build(name, format) {
  const dir = `packages/${name}`
  const manifest = JSON.parse(readFileSync(`${dir}/package.json`, 'utf8'))
  const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  return {
    input: entries[name].map((entry) => `${dir}/src/${entry}.ts`),
    external: (id) =>
      id.startsWith('node:') || external.some((dep) => id === dep || id.startsWith(`${dep}/`)),
    output: {
      dir: `${dir}/dist/${format}`,
      format: format === 'esm' ? 'es' : 'cjs',
      preserveModules: true,
      preserveModulesRoot: `${dir}/src`,
      sourcemap: true,
      // The plugin for TypeScript counts from a folder too deep.
      sourcemapPathTransform: (source) => source.replace('../', ''),
      // Developer tools then show the program's own line where something was printed, and step over ours.
      sourcemapIgnoreList: () => true,
      exports: 'named',
      // Test runners load CommonJS where there is no `import()`.
      dynamicImportInCjs: false,
      interop: 'auto',
      banner: banners[name] ?? '',
    },
    plugins: [
      typescript({
        tsconfig: `${dir}/tsconfig.json`,
        compilerOptions: {
          customConditions: [],
          module: 'ESNext',
          moduleResolution: 'Bundler',
          rootDir: resolve(dir, 'src'),
          outDir: resolve(dir, 'dist', format),
          declaration: true,
          declarationMap: false,
          noEmit: false,
          sourceMap: true,
          inlineSources: true,
        },
      }),
      format === 'cjs' && markCommonJs(),
    ],
    onwarn(warning) {
      // An entry that does nothing is there for its name.
      if (warning.code === 'EMPTY_BUNDLE') return
      throw new Error(`rollup: ${warning.message}`)
    },
  }
}

/** The package is `"type": "module"`, so its CommonJS half has to say that it is the other kind. */
function markCommonJs() {
  return {
    name: 'mark-commonjs',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' })
    },
  }
}
