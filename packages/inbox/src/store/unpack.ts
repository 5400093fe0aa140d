import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const block = 512
const folderType = '5'

/**
 * Unpacks a gzipped tar archive of folders and plain files with short names, which is what the build makes of a cluster.
 * PGlite could do that by itself, but takes a second longer for a thousand files.
 */
export async function unpack(archive: Uint8Array, directory: string): Promise<void> {
  const tar = await promisify(gunzip)(archive)
  const textAt = (at: number, length: number) =>
    tar.toString('latin1', at, at + length).replace(/\0.*$/s, '')
  for (let at = 0; textAt(at, 1) !== ''; ) {
    const path = join(directory, normalize(`/${textAt(at, 100)}`))
    const size = Number.parseInt(textAt(at + 124, 12), 8) || 0
    if (textAt(at + 156, 1) === folderType) mkdirSync(path, { recursive: true, mode: 0o700 })
    else write(path, tar.subarray(at + block, at + block + size))
    at += block + Math.ceil(size / block) * block
  }
}

function write(path: string, content: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, content, { mode: 0o600 })
}
