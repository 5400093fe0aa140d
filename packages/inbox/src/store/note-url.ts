import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Leaves the address in the data directory, where commands look for it; gives what takes it away again. */
export async function noteUrl(
  dataDir: string | undefined,
  url: string,
): Promise<() => Promise<void>> {
  if (dataDir === undefined) return async () => undefined
  const path = join(dataDir, 'inbox.url')
  await writeFile(path, `${url}\n`, { mode: 0o600 })
  return () => rm(path, { force: true })
}
