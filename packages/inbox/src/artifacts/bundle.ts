import { type Fields, fieldsOf, textOf } from '../event/fields.js'
import { objectOf } from '../items/text.js'
import { Refusal } from '../server/refusal.js'
import { unzip } from './unzip.js'

/** A script or a source map of a bundle. */
export interface BundleFile {
  path: string
  /** Such as `~/assets/index.js`. */
  url: string
  kind: 'script' | 'map'
  debugId?: string
  /** What the uploader found as the script's source map. */
  mapReference?: string
  content: Buffer
}

export interface Bundle {
  files: BundleFile[]
  release?: string
  dist?: string
}

const kinds = new Map<unknown, BundleFile['kind']>([
  ['source_map', 'map'],
  ['indexed_ram_bundle', 'map'],
  ['minified_source', 'script'],
  ['source', 'script'],
])

const longestUrl = 1000
const longestReference = 2000

/** Reads a bundle of artifacts, as `sentry-cli` packs it; rejects with a `Refusal` that says what is wrong with it. */
export async function readBundle(zip: Uint8Array): Promise<Bundle> {
  const contents = await unzip(zip)
  const manifest = objectOf(contents.get('manifest.json') ?? Buffer.alloc(0))
  const listed = fieldsOf(manifest?.files)
  if (!manifest || !listed) throw new Refusal(400, 'The bundle has no manifest.json with files.')
  const files = Object.entries(listed).flatMap(([path, entry]) =>
    fileOf(path, fieldsOf(entry) ?? {}, contents),
  )
  const release = textOf(manifest.release)
  const dist = textOf(manifest.dist)
  return { files, ...(release !== undefined && { release }), ...(dist !== undefined && { dist }) }
}

function fileOf(path: string, entry: Fields, contents: Map<string, Buffer>): BundleFile[] {
  const kind = kinds.get(entry.type)
  // Others are sources beside their maps, which have them, too.
  if (kind === undefined) return []
  const content = contents.get(path)
  if (!content) throw new Refusal(400, `The bundle has no "${path.slice(0, 200)}", which it lists.`)
  const debugId = debugIdOf(headerOf(entry, 'debug-id'))
  const reference = headerOf(entry, 'sourcemap') ?? headerOf(entry, 'x-sourcemap')
  return [
    {
      path,
      url: (textOf(entry.url) ?? path).slice(0, longestUrl),
      kind,
      ...(debugId !== undefined && { debugId }),
      ...(reference !== undefined &&
        reference.length <= longestReference && { mapReference: reference }),
      content,
    },
  ]
}

function headerOf(entry: Fields, name: string): string | undefined {
  const headers = Object.entries(fieldsOf(entry.headers) ?? {})
  return textOf(headers.find(([key]) => key.toLowerCase() === name)?.[1])
}

/** A debug id in its usual form; undefined if it is none. */
export function debugIdOf(value: unknown): string | undefined {
  const digits = typeof value === 'string' ? value.replaceAll('-', '').toLowerCase() : ''
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(digits)
  return parts?.slice(1).join('-')
}
