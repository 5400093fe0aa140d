import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The tests across packages run what is published, so it has to be built: by Node itself, as it is by hand. */
export function setup(): void {
  const script = fileURLToPath(new URL('../../scripts/build.js', import.meta.url))
  const { status } = spawnSync(process.execPath, [script, '--if-needed'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('The packages could not be built.')
}
