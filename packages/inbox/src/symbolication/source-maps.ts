import type { Uploaded } from '../artifacts/assemble.js'
import type { UploadParts } from '../artifacts/uploads.js'
import type { Database } from '../store/database.js'
import { resolveWaiting } from './again.js'
import { Finder } from './finder.js'

/** Everything that has to do with source maps: where uploads go, and what finds them. */
export interface SourceMaps extends UploadParts {
  finder: Finder
}

/** @param folders of builds on this machine */
export function sourceMapsOf(database: Database, folders: readonly string[] = []): SourceMaps {
  const finder = new Finder(database, folders)
  return {
    database,
    finder,
    async uploaded(uploaded: Uploaded) {
      finder.forget()
      await resolveWaiting(database, finder, uploaded)
    },
  }
}
