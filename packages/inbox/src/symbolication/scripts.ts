import { FlattenMap, type TraceMap } from '@jridgewell/trace-mapping'
import { type Fetched, fetchLoopback } from './fetch-loopback.js'

export interface Script {
  url: URL
  lines: string[]
  map?: TraceMap
}

/** Long enough for the events of one failure, too short to serve a script that was rebuilt. */
const lifetime = 5000
const capacity = 20

/** The scripts that frames point at, with their source maps; asked for once in a few seconds. */
export class Scripts {
  private readonly cache = new Map<string, { script: Promise<Script | undefined>; since: number }>()
  private sweep: NodeJS.Timeout | undefined

  /** The script at a URL of this machine; undefined if it cannot be had. Never rejects. */
  get(url: URL): Promise<Script | undefined> {
    this.dropStale()
    const known = this.cache.get(url.href)
    if (known !== undefined) return known.script
    const script = load(url).catch(() => undefined)
    this.cache.set(url.href, { script, since: Date.now() })
    return script
  }

  close(): void {
    clearTimeout(this.sweep)
    this.cache.clear()
  }

  private dropStale(): void {
    for (const [href, { since }] of this.cache) {
      const surplus = this.cache.size >= capacity
      if (surplus || Date.now() - since > lifetime) this.cache.delete(href)
    }
    // Maps are large: they are not kept until the next event, which may never come.
    clearTimeout(this.sweep)
    this.sweep = setTimeout(() => this.cache.clear(), lifetime)
    this.sweep.unref()
  }
}

async function load(url: URL): Promise<Script> {
  const fetched = await fetchLoopback(url)
  const script = { url, lines: fetched.text.split(/\r?\n/) }
  const map = await loadMap(url, fetched).catch(() => undefined)
  return map ? { ...script, map } : script
}

async function loadMap(scriptUrl: URL, fetched: Fetched): Promise<TraceMap | undefined> {
  const reference = mapReference(fetched.text) ?? fetched.sourceMap
  if (reference === undefined || !URL.canParse(reference, scriptUrl.href)) return undefined
  const url = new URL(reference, scriptUrl)
  if (url.protocol === 'data:') return parseMap(decodeDataUrl(reference), scriptUrl)
  if (url.origin !== scriptUrl.origin) return undefined
  return parseMap((await fetchLoopback(url)).text, url)
}

function parseMap(json: string, base: URL): TraceMap {
  // A line such as `)]}'` may stand before the map, to keep it from being run as a script.
  return new FlattenMap(JSON.parse(json.replace(/^\)\]\}'[^\n]*\n/, '')), base.href)
}

/** What the last `sourceMappingURL` comment says: earlier ones stand in bundled text. */
function mapReference(text: string): string | undefined {
  const at = text.lastIndexOf('sourceMappingURL=')
  if (at === -1 || !/[#@][ \t]*$/.test(text.slice(Math.max(0, at - 8), at))) return undefined
  const rest = text.slice(at + 'sourceMappingURL='.length)
  const end = rest.search(/[\s'"*]/)
  return end === -1 ? rest : rest.slice(0, end)
}

function decodeDataUrl(url: string): string {
  const comma = url.indexOf(',')
  const data = url.slice(comma + 1)
  return /;base64$/i.test(url.slice(0, comma))
    ? Buffer.from(data, 'base64').toString('utf8')
    : decodeURIComponent(data)
}
