import type { Dirent } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { debugIdOf } from '../artifacts/bundle.js'
import { debugIdReference } from './script.js'

/** A source map in a folder, and what it can be found by. */
export interface LocalMap {
  path: string
  debugIds: string[]
}

const deepest = 12
const mostFiles = 20_000
/** The ends of a file, where debug ids stand. */
const end = 4096

/** All source maps below the folders; dependencies and hidden folders are left out. */
export async function indexFolders(folders: readonly string[]): Promise<LocalMap[]> {
  const walk = { left: mostFiles, paths: [] as string[] }
  for (const folder of folders) await collect(folder, deepest, walk)
  const maps: LocalMap[] = []
  for (const path of walk.paths) maps.push({ path, debugIds: await debugIdsOf(path) })
  return maps
}

async function collect(
  folder: string,
  depth: number,
  walk: { left: number; paths: string[] },
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => [])
  for (const entry of entries) {
    walk.left -= 1
    if (walk.left < 0) return
    const path = join(folder, entry.name)
    if (entry.isFile() && /\.map$/i.test(entry.name)) walk.paths.push(path)
    else if (entry.isDirectory() && depth > 0 && !/^(?:\.|node_modules$)/.test(entry.name)) {
      await collect(path, depth - 1, walk)
    }
  }
}

/** Of the map, and of the script beside it. */
async function debugIdsOf(path: string): Promise<string[]> {
  const map = await endsOf(path).catch(() => '')
  const script = await endsOf(path.replace(/\.map$/i, '')).catch(() => '')
  const inMap = [...map.matchAll(/"debug_?id"\s*:\s*"([0-9a-f-]{32,36})"/gi)].map(([, id]) => id)
  const ids = [...inMap, debugIdReference(script)].flatMap((id) => debugIdOf(id) ?? [])
  return [...new Set(ids)]
}

async function endsOf(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const read = async (position: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end), 0, end, position)
      return buffer.toString('latin1', 0, bytesRead)
    }
    const start = await read(0)
    return size > end ? `${start}\n${await read(Math.max(end, size - end))}` : start
  } finally {
    await file.close()
  }
}
