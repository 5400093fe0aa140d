// Tests write into a folder for temporary files of their own, which is gone when they are done.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** All projects of a run share one: browsers refuse paths that are long. */
const MADE = 'MAYDAY_TESTS_TMPDIR'

export default function setup(): (() => void) | undefined {
  if (process.env[MADE]) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'mayday-'))
  // Windows reads TEMP.
  Object.assign(process.env, { TMPDIR: folder, TEMP: folder, [MADE]: folder })
  return () => rmSync(folder, { recursive: true, force: true })
}
