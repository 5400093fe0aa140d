import { readFile, rename, rm, writeFile } from 'node:fs/promises'

const heldHere = new Set<string>()

/**
 * Takes a file as the sign that this process writes to its directory, and returns the release.
 * Rejects with a sentence while another process holds it; what a dead process left is taken over.
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  if (heldHere.has(path)) throw new Error(inUse(path, process.pid))
  heldHere.add(path)
  try {
    await claim(path)
  } catch (error) {
    heldHere.delete(path)
    throw error
  }
  return async () => {
    await rm(path, { force: true })
    heldHere.delete(path)
  }
}

async function claim(path: string): Promise<void> {
  const write = () => writeFile(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 })
  try {
    await write()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    await removeDead(path)
    await write()
  }
}

/** Aside first: of two that start at once, one may find the other's lock where the dead one's was. */
async function removeDead(path: string): Promise<void> {
  refuseLiving(path, await holderOf(path))
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => undefined)
  const holder = await holderOf(aside)
  if (isRunning(holder)) await rename(aside, path)
  refuseLiving(path, holder)
  await rm(aside, { force: true })
}

async function holderOf(path: string): Promise<number> {
  return Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10)
}

function refuseLiving(path: string, holder: number): void {
  if (isRunning(holder)) throw new Error(inUse(path, holder))
}

/** In a container every start may have the same process id: our own on file is a dead namesake's. */
function isRunning(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function inUse(path: string, pid: number): string {
  return (
    `Another inbox (process ${pid}) is using this data directory. ` +
    `Stop it, choose another directory, or, if there is none, delete ${path}.`
  )
}
