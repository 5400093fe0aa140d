import { Refusal } from './refusal.js'

/** Where a request brings something. */
export interface IngestAddress {
  /** Any name; numbers at most receivers. */
  project: string
  endpoint: 'envelope' | 'store' | 'security' | 'minidump' | 'unreal' | 'attachments'
}

const longestProject = 200

/** What a path ingests into; undefined for every other path. Throws a `Refusal` for a project that cannot be one. */
export function ingestAddress(path: string): IngestAddress | undefined {
  const simple = /^\/api\/([^/]+)\/(envelope|store|security|minidump)\/?$/.exec(path)
  const rest =
    simple ?? /^\/api\/([^/]+)\/(?:events\/[^/]+\/)?(unreal|attachments)(?:\/|$)/.exec(path)
  if (!rest?.[1]) return undefined
  return { project: projectOf(rest[1]), endpoint: rest[2] as IngestAddress['endpoint'] }
}

/** A project by its name in a path. */
export function projectOf(part: string): string {
  let name = part
  try {
    name = decodeURIComponent(part)
  } catch {
    // Whatever it was meant to be, it is the same each time.
  }
  if (name.length <= longestProject) return name
  throw new Refusal(400, `The name of the project is longer than ${longestProject} characters.`)
}
