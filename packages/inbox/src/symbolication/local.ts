import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { indexFolders, type LocalMap } from './folder-index.js'
import { inlineMap, linesIn, mapReference, NotFound, parseMap, type Script } from './script.js'
import { type SoughtFile, urlOf } from './sought.js'

const largestFile = 64 * 1024 * 1024
/** A build is rewritten while one works on it. */
const lifetime = 5000

/** Source maps in folders of this machine. Nothing outside of them is read, whatever an event names. */
export class LocalMaps {
  private index: { maps: Promise<LocalMap[]>; since: number } | undefined

  constructor(private readonly folders: readonly string[]) {}

  forget(): void {
    this.index = undefined
  }

  /** Rejects with a `NotFound`. */
  async find(file: SoughtFile): Promise<Script> {
    const roots = await this.roots()
    if (roots.length === 0) {
      throw new NotFound('no-folders', 'The inbox was given no folder with source maps.', {
        advice:
          'Name the folder of your build: mayday-inbox --source-maps <folder>, or the option sourceMaps of createInbox().',
      })
    }
    const path = pathOf(file.name)
    const beside = path === undefined ? undefined : await this.atPath(path, roots)
    return beside ?? (await this.inIndex(file, roots))
  }

  private async roots(): Promise<string[]> {
    const roots = this.folders.map((folder) => realpath(folder).catch(() => ''))
    return (await Promise.all(roots)).filter((root) => root !== '')
  }

  /** The very file that a frame of a service names. */
  private async atPath(path: string, roots: readonly string[]): Promise<Script | undefined> {
    const text = await readAllowed(path, roots).catch(() => undefined)
    if (text === undefined) return undefined
    const url = pathToFileURL(path)
    const script = { url, lines: linesIn(text) }
    const reference = mapReference(text)
    const inline = reference && inlineMap(reference)
    if (inline) return { ...script, map: parseMap(inline, url.href, `The map in ${path}`) }
    const mapPath = referencedPath(path, reference)
    const map = await readAllowed(mapPath, roots).catch(() => undefined)
    if (map !== undefined) {
      return { ...script, map: parseMap(map, pathToFileURL(mapPath).href, mapPath) }
    }
    throw reference === undefined
      ? new NotFound('no-map-named', `${path} names no source map.`, { script })
      : new NotFound('map-not-found', `${path} names ${mapPath}, which is not to be had.`, {
          script,
        })
  }

  private async inIndex(file: SoughtFile, roots: readonly string[]): Promise<Script> {
    const maps = await this.indexed(roots)
    const found = byDebugId(maps, file) ?? byName(maps, file)
    if (!found) throw notThere(file, this.folders, maps)
    const map = await readAllowed(found.path, roots)
    const url = urlOf(file.name)
    const text = await readAllowed(found.path.replace(/\.map$/i, ''), roots).catch(() => '')
    const isAddress = url.protocol !== 'file:'
    const base = isAddress ? url : pathToFileURL(found.path)
    return { url: base, lines: linesIn(text), map: parseMap(map, base.href, found.path) }
  }

  private indexed(roots: readonly string[]): Promise<LocalMap[]> {
    if (!this.index || Date.now() - this.index.since > lifetime) {
      this.index = { maps: indexFolders(roots), since: Date.now() }
    }
    return this.index.maps
  }
}

function byDebugId(maps: LocalMap[], { debugId }: SoughtFile): LocalMap | undefined {
  return debugId === undefined ? undefined : maps.find((map) => map.debugIds.includes(debugId))
}

/** The map whose path ends most like the file's. One that says to be of another build is none. */
function byName(maps: LocalMap[], { name, debugId }: SoughtFile): LocalMap | undefined {
  const wanted = segments(decodeSafely(urlOf(name).pathname))
  // Every build has a main.js: such a name alone tells nothing, one with a hash in it does.
  const enough = /[-._][\w-]{6,}\.[cm]?js$/.test(wanted.at(-1) ?? '') ? 1 : 2
  const scored = maps
    .filter(({ debugIds }) => debugId === undefined || debugIds.length === 0)
    .map((map) => ({ map, score: commonEnd(wanted, segments(map.path.replace(/\.map$/i, ''))) }))
    .filter(({ score }) => score >= Math.min(enough, wanted.length))
  const best = Math.max(...scored.map(({ score }) => score))
  const [first, second] = scored.filter(({ score }) => score === best)
  if (!second) return first?.map
  throw new NotFound(
    'ambiguous',
    `${first?.map.path} and ${second.map.path} have the same name as ${name}.`,
    { advice: 'Name the folder of one build only, or use debug ids.' },
  )
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let common = 0
  while (common < Math.min(a.length, b.length) && a.at(-1 - common) === b.at(-1 - common)) common++
  return common
}

function segments(path: string): string[] {
  return path.split(/[/\\]/).filter(Boolean)
}

function notThere(
  { name, debugId }: SoughtFile,
  folders: readonly string[],
  maps: LocalMap[],
): NotFound {
  const what = debugId === undefined ? `named like ${name}` : `with the debug id ${debugId}`
  return new NotFound(
    'not-found',
    `None of the ${maps.length} source maps in ${folders.join(', ')} is ${what}.`,
    { advice: 'Is it the folder of the build that the event is from?' },
  )
}

/** The text of a file below one of the roots; rejects for every other file, also by way of links. */
async function readAllowed(path: string, roots: readonly string[]): Promise<string> {
  const real = await realpath(path)
  if (!roots.some((root) => real.startsWith(root.endsWith(sep) ? root : root + sep))) {
    throw new Error(`${path} is outside of the folders that may be read.`)
  }
  const { size } = await stat(real)
  if (size > largestFile) throw new Error(`${path} is larger than 64 MiB.`)
  return readFile(real, 'utf8')
}

/** The path that a frame names; undefined unless it is a script's and absolute. */
function pathOf(name: string): string | undefined {
  const path = /^file:\/\//i.test(name) ? pathInUrl(name) : name
  if (path === undefined || !isAbsolute(path) || /\0/.test(path)) return undefined
  return /\.[cm]?jsx?$/i.test(path) ? path : undefined
}

function pathInUrl(url: string): string | undefined {
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}

function referencedPath(script: string, reference: string | undefined): string {
  if (reference === undefined) return `${script}.map`
  if (/^file:\/\//i.test(reference)) return pathInUrl(reference) ?? `${script}.map`
  const path = reference.replace(/[?#].*$/, '')
  return resolve(dirname(script), decodeSafely(path))
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
