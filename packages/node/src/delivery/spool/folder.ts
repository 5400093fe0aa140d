/** The folder that spool files lie in, and whether it is safe to write there. */
import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/**
 * Where the files for one receiver lie. Each receiver has its own folder, so that nothing is read that belongs to another.
 *
 * @param named the folder of the program's choice
 */
export function folderFor(dsn: string, named: string | undefined): string {
  return join(named ?? defaultBase(), dsn.replace(/[^\w.-]/g, '_').slice(0, 100))
}

/** Other users have folders of their own. */
function defaultBase(): string {
  const uid = process.getuid?.()
  return join(temporary(), uid === undefined ? 'mayday' : `mayday-${uid}`)
}

/** The folder that is kept when the machine starts anew, unless the environment names one. */
function temporary(): string {
  const { TMPDIR, TMP, TEMP } = process.env
  return TMPDIR || TMP || TEMP || !isWritable('/var/tmp') ? tmpdir() : '/var/tmp'
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    // Absent, or on a disk that is only read.
    return false
  }
}

/** The folder as the program named it, or nothing where it left that to us. */
export function namedFolder(option: unknown): string | undefined {
  return typeof option === 'string' && option ? resolve(option) : undefined
}

/**
 * Makes the folders that are missing. Throws where that fails or one of them is not for us alone.
 *
 * A folder of the program's own choice may be anybody's: volumes often belong to root and are open to all. What we
 * write lies in a folder of our own in it.
 */
export function makeFolder(folder: string, named: string | undefined): void {
  const base = dirname(folder)
  if (named) refuseForeignLink(named)
  make(base)
  if (!named) checkFolder(base)
  make(folder)
  checkFolder(folder)
}

/** By hand: where the system refuses in a way of its own, as in /proc, `recursive` of Node would try for ever. */
function make(folder: string): void {
  if (isMade(folder)) return
  make(dirname(folder))
  if (!isMade(folder)) throw new Error(`${folder} cannot be made`)
}

/** False where the folder above is missing. */
function isMade(folder: string): boolean {
  try {
    mkdirSync(folder, 0o700)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Some systems refuse before they look whether it is there.
    if (code === 'EEXIST' || isThere(folder)) return true
    if (code === 'ENOENT' && dirname(folder) !== folder) return false
    throw error
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Whether the folder is there and for us alone; why not is said by whoever wants to write. */
export function hasFolder(folder: string, named: string | undefined): boolean {
  try {
    if (!named) checkFolder(dirname(folder))
    checkFolder(folder)
    return true
  } catch {
    return false
  }
}

/** Else anybody who may write beside it could say where we write. */
function refuseForeignLink(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found?.isSymbolicLink()) return
  if (![0, process.getuid?.() ?? 0].includes(found.uid))
    throw new Error(`${path} is a foreign link`)
}

function checkFolder(folder: string): void {
  const found = lstatSync(folder)
  if (!found.isDirectory()) throw new Error(`${folder} is no folder`)
  // Where users have no numbers, modes mean nothing either.
  if (!process.getuid) return
  if (found.uid !== process.getuid()) throw new Error(`${folder} is somebody else's`)
  if (found.mode & 0o077) throw new Error(`${folder} is open to others`)
}
