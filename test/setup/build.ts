import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The tests across packages run what is published, so it has to be built: by Node itself, as it is by hand. */
export function setup(): void {
  const script = fileURLToPath(new URL('../../scripts/build.js', import.meta.url))
  // Not the one of tests, in which pages would have the development build of React.
  const env = { ...process.env, NODE_ENV: 'production' }
  const options = { env, stdio: 'inherit' } as const
  const { status } = spawnSync(process.execPath, [script, '--if-needed'], options)
  if (status !== 0) throw new Error('The packages could not be built.')
}
