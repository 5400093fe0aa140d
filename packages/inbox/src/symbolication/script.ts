import { FlattenMap, type TraceMap } from '@jridgewell/trace-mapping'

/** A script that frames point at, wherever it was found. */
export interface Script {
  /** What its sources are written down relative to. */
  url: URL
  lines: string[]
  map?: TraceMap
}

/** Where a source map is looked for, in this order. */
export type Step = 'debug-id' | 'release' | 'served' | 'local'

/** Why a step found no source map. */
export type Reason =
  | 'no-debug-id'
  | 'not-uploaded'
  | 'no-release'
  | 'other-dist'
  | 'not-on-this-machine'
  | 'not-allowed'
  | 'no-folders'
  | 'not-found'
  | 'ambiguous'
  | 'unreachable'
  | 'no-map-named'
  | 'map-not-found'
  | 'map-unreadable'
  | 'no-mapping'
  | 'no-source-text'
  | 'too-late'

/** A step that failed; the message says why, for people. */
export class NotFound extends Error {
  constructor(
    readonly reason: Reason,
    message: string,
    readonly more: {
      /** What to do about it. */
      advice?: string
      /** The script without a map, when that much was found. */
      script?: Script
    } = {},
  ) {
    super(message)
  }
}

const largestMap = 64 * 1024 * 1024

/** Throws a `NotFound` when it is no source map. Maps of sections become maps of one. */
export function parseMap(json: string, base: string, place: string): TraceMap {
  if (json.length > largestMap)
    throw new NotFound('map-unreadable', `${place} is larger than 64 MiB.`)
  try {
    // A line such as `)]}'` may stand before the map, to keep it from being run as a script.
    return new FlattenMap(JSON.parse(json.replace(/^\)\]\}'[^\n]*\n/, '')), base)
  } catch (error) {
    throw new NotFound(
      'map-unreadable',
      `${place} is not a source map: ${String(error)}`.slice(0, 300),
    )
  }
}

/** What the last `sourceMappingURL` comment says: earlier ones stand in bundled text. */
export function mapReference(text: string): string | undefined {
  return lastComment(text, 'sourceMappingURL=')
}

/** What the last `debugId` comment says. */
export function debugIdReference(text: string): string | undefined {
  return lastComment(text, 'debugId=')
}

function lastComment(text: string, key: string): string | undefined {
  const at = text.lastIndexOf(key)
  if (at === -1 || !/[#@][ \t]*$/.test(text.slice(Math.max(0, at - 8), at))) return undefined
  const rest = text.slice(at + key.length)
  const end = rest.search(/[\s'"*]/)
  return end === -1 ? rest : rest.slice(0, end)
}

/** The map that stands in a script itself; undefined if that is not what the reference is. */
export function inlineMap(reference: string): string | undefined {
  if (!/^data:/i.test(reference)) return undefined
  const comma = reference.indexOf(',')
  const data = reference.slice(comma + 1)
  return /;base64$/i.test(reference.slice(0, comma))
    ? Buffer.from(data, 'base64').toString('utf8')
    : decodeURIComponent(data)
}

export function linesIn(text: string): string[] {
  return text.split(/\r?\n/)
}
