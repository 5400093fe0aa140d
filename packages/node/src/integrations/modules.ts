import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { type Integration, safely } from '@mayday/core'

/** What receivers keep of the list, in bytes. */
const MAX_BYTES = 8 * 1024
/** Reading more files than that would hold up the first event. */
const MAX_PACKAGES = 300

type Versions = Record<string, string>

/**
 * Says which packages the program has loaded, in which versions. Those that it requires are known; of those that it
 * imports, Node tells nothing, so what the program's `package.json` names and is installed counts as loaded. A bundled
 * program has none. Files are read once, for the first event.
 */
export function modulesIntegration(): Integration & { getModules(): Versions } {
  let versions: Versions | undefined
  const getModules = (): Versions => {
    versions ??= safely('reading package.json', loadedPackages) ?? {}
    return versions
  }
  return {
    name: 'Modules',
    getModules,
    processEvent: (event) => ({ ...event, modules: { ...getModules(), ...event.modules } }),
  }
}

function loadedPackages(): Versions {
  const folder = appFolder()
  const folders = new Set([...declaredIn(folder), ...required(folder)])
  const versions: Versions = {}
  let bytes = 0
  for (const one of [...folders].slice(0, MAX_PACKAGES)) {
    const { name, version } = packageIn(one)
    if (typeof name !== 'string' || typeof version !== 'string' || name in versions) continue
    bytes += Buffer.byteLength(name) + Buffer.byteLength(version) + 6
    if (bytes > MAX_BYTES) break
    versions[name] = version
  }
  return versions
}

/** That of the nearest `package.json` of the script that was started. */
function appFolder(): string {
  const script = process.argv[1]
  return ancestors(script ? dirname(script) : process.cwd()).find(isPackage) ?? process.cwd()
}

function isPackage(folder: string): boolean {
  return Object.keys(packageIn(folder)).length > 0
}

function declaredIn(folder: string): string[] {
  const { dependencies } = packageIn(folder)
  return Object.keys(Object(dependencies)).flatMap((name) => {
    const places = ancestors(folder).map((one) => join(one, 'node_modules', name))
    return places.find(isPackage) ?? []
  })
}

/** The folders of packages of which some file has been required. */
function required(folder: string): string[] {
  const { cache } = createRequire(join(folder, 'package.json'))
  return Object.keys(cache).flatMap((file) => IN_PACKAGE.exec(file)?.[0] ?? [])
}

const IN_PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/

function ancestors(folder: string): string[] {
  const parts = folder.split(sep)
  return parts.map((_, index) => parts.slice(0, parts.length - index).join(sep) || sep)
}

function packageIn(folder: string): Record<string, unknown> {
  const read = (): unknown => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  // Most folders have none, and that is no failure.
  try {
    return Object(read())
  } catch {
    return {}
  }
}
