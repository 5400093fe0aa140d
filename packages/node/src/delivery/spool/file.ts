/** One open file of a spool, and what can be done to it without following anybody's links. */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  futimesSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

export interface SpoolFile {
  /** In bytes. */
  size(): number
  /** Adds the text and returns its bytes, or throws and leaves the file as it was. */
  append(text: string): number
  /** Empties it. */
  clear(): void
  /** Says that its owner lives; `false` where somebody else has taken or removed it. */
  touch(): boolean
  /** Closes and removes it, and its folder where it was the last one. */
  remove(): void
}

const { O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_RDONLY } = constants
// Windows has neither.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
const CAREFULLY = O_NOFOLLOW | O_NONBLOCK

/** Makes the file; throws where there is one of that name, be it a link that leads nowhere. */
export function createFile(path: string): SpoolFile {
  return opened(path, openSync(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600))
}

/** Opens the file that is there; throws where it is not a plain one of our own. */
export function openFile(path: string): SpoolFile {
  return opened(path, openOwn(path, O_RDWR | O_APPEND))
}

/**
 * The text of a file, or nothing where it is too long. Throws where it is not a plain one of our own.
 *
 * @param maxBytes what may be read
 */
export function readSpool(path: string, maxBytes: number): string | undefined {
  const descriptor = openOwn(path, O_RDONLY)
  try {
    if (fstatSync(descriptor).size > maxBytes) return undefined
    // Turbopack would take the whole project for something that this may read, and warn of it.
    return readFileSync(/* turbopackIgnore: true */ descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}

function openOwn(path: string, how: number): number {
  const descriptor = openSync(path, how | CAREFULLY)
  const found = fstatSync(descriptor)
  const isOurs = !process.getuid || found.uid === process.getuid()
  // A second name would mean that others read or change what we write.
  if (found.isFile() && found.nlink === 1 && isOurs) return descriptor
  closeSync(descriptor)
  throw new Error(`${path} is no file of ours`)
}

/** A folder for each receiver that there ever was would be many, in tests for instance. */
function removeIfEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder)
}

function opened(path: string, descriptor: number): SpoolFile {
  const { ino } = fstatSync(descriptor)
  let size = fstatSync(descriptor).size
  return {
    size: () => size,
    append(text) {
      const bytes = Buffer.from(text)
      try {
        const written = writeSync(descriptor, bytes)
        if (written < bytes.length) throw new Error('the disk is full')
        size += written
        return written
      } catch (error) {
        // Half a line would damage the one after it.
        ftruncateSync(descriptor, size)
        throw error
      }
    },
    clear() {
      ftruncateSync(descriptor, 0)
      size = 0
    },
    touch() {
      const now = new Date()
      futimesSync(descriptor, now, now)
      return lstatSync(path, { throwIfNoEntry: false })?.ino === ino
    },
    remove() {
      closeSync(descriptor)
      unlinkSync(path)
      removeIfEmpty(dirname(path))
    },
  }
}
