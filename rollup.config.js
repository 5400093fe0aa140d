// One build for every package: ESM and CJS, each with its own declarations.
// ROLLUP_PACKAGE narrows the build to one package; scripts/build.js runs them in dependency order.
import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import typescript from '@rollup/plugin-typescript'
import { fromNodeModules, licences, minified } from './scripts/bundled.js'

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
  // The build makes the seed by the last one.
  inbox: ['index', 'bin', 'store/pglite'],
}

/** React Server Components treat a module as client code only when it says so on its first line. */
const CLIENT = "'use client';"

/** What of the React package runs in server components, too; from the index they get references of all the rest. */
const onServers = ['index', 'capture', 'stacks']

/**
 * Bundlers of pages need every module by itself, to leave out what a page does not use. Node uses none of that, and opens
 * a file for each module: there it is the better part of what starting costs. So what only Node loads are few files.
 */
const layouts = {
  core: { esm: modules, cjs: files, node: files },
  browser: { esm: modules, cjs: modules },
  node: { esm: files, cjs: files },
  react: { esm: modules, cjs: modules },
  inbox: { esm: modules, cjs: modules },
}

/** Entries that run where Node's own modules are missing: they share no file with those that need these. */
const portable = ['edge/index', 'frameworks/next']

/**
 * What of somebody else's is published within a package rather than installed beside it: as dependencies they would weigh
 * many times what is used of them. Each is a module of the package that does nothing but name what that is.
 */
const bundled = { inbox: ['mcp/sdk'] }

const wanted = process.env.ROLLUP_PACKAGE
export default packages
  .filter((name) => wanted === undefined || wanted === name)
  .flatMap((name) =>
    Object.keys(layouts[name]).flatMap((variant) => [
      build(name, variant),
      ...(bundled[name] ?? []).map((entry) => bundle(name, entry, variant)),
    ]),
  )

/** @param variant the folder in `dist`, and what is CommonJS there */
function build(name, variant) {
  const format = variant === 'cjs' ? 'cjs' : 'esm'
  const dir = `packages/${name}`
  const manifest = JSON.parse(readFileSync(`${dir}/package.json`, 'utf8'))
  const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  return {
    input: Object.fromEntries(entries[name].map((entry) => [entry, `${dir}/src/${entry}.ts`])),
    external: (id) =>
      id.startsWith('node:') ||
      external.some((dep) => id === dep || id.startsWith(`${dep}/`)) ||
      (bundled[name] ?? []).some((entry) => id.endsWith(`/${basename(entry)}.js`)),
    output: {
      dir: `${dir}/dist/${variant}`,
      format: format === 'esm' ? 'es' : 'cjs',
      ...layouts[name][variant](dir),
      // A program that runs by itself is not stepped into.
      sourcemap: name !== 'inbox',
      // The plugin for TypeScript counts from a folder too deep.
      sourcemapPathTransform: (source) => source.replace('../', ''),
      // Developer tools then show the program's own line where something was printed, and step over ours.
      sourcemapIgnoreList: () => true,
      exports: 'named',
      // Test runners load CommonJS where there is no `import()`.
      dynamicImportInCjs: false,
      interop: 'auto',
      banner: (chunk) => (name === 'react' && !onServers.includes(chunk.name) ? CLIENT : ''),
    },
    plugins: [
      typescript({
        tsconfig: `${dir}/tsconfig.json`,
        compilerOptions: {
          customConditions: [],
          module: 'ESNext',
          moduleResolution: 'Bundler',
          rootDir: resolve(dir, 'src'),
          outDir: resolve(dir, 'dist', variant),
          // A third variant has the declarations of the one whose format it shares.
          declaration: variant === format,
          isolatedDeclarations: variant === format,
          declarationMap: false,
          noEmit: false,
          sourceMap: name !== 'inbox',
          inlineSources: name !== 'inbox',
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

/** One file with everything that a module names, and beside it the licences of all that this is. */
function bundle(name, entry, variant) {
  const format = variant === 'cjs' ? 'cjs' : 'es'
  const file = `packages/${name}/dist/${variant}/${entry}.js`
  return {
    input: `packages/${name}/src/${entry}.ts`,
    external: (id) => id.startsWith('node:'),
    output: { file, format, exports: 'named', dynamicImportInCjs: false },
    plugins: [fromNodeModules(), licences(), minified()],
    // It says so of itself in its manifest, which only Node reads here.
    treeshake: { moduleSideEffects: (id) => !id.includes('/node_modules/zod/') },
    onwarn(warning) {
      if (!theirs.includes(warning.code)) throw new Error(`rollup: ${warning.message}`)
    },
  }
}

/** Warnings about code that is not ours to mend. */
const theirs = ['CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED', 'INVALID_ANNOTATION']

function modules(dir) {
  return { preserveModules: true, preserveModulesRoot: `${dir}/src` }
}

/** A file for each entry, and one for what several of them need, of which there has to be one copy. */
function files() {
  return { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js', manualChunks: chunkOf }
}

function chunkOf(id, { getModuleInfo }) {
  const users = [...entriesAbove(id, getModuleInfo)]
  if (users.length < 2) return undefined
  return users.some((entry) => portable.some((name) => entry.endsWith(`/src/${name}.ts`)))
    ? 'portable'
    : 'shared'
}

/** The entries that load this module at once. */
function entriesAbove(id, getModuleInfo, seen = new Set()) {
  if (seen.has(id)) return []
  seen.add(id)
  const { isEntry, importers } = getModuleInfo(id)
  const above = importers.flatMap((importer) => entriesAbove(importer, getModuleInfo, seen))
  return isEntry ? [id, ...above] : above
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
