import type { TraceMap } from '@jridgewell/trace-mapping'
import { type Fetched, fetchLoopback, loopbackUrl } from './fetch-loopback.js'
import { inlineMap, linesIn, mapReference, NotFound, parseMap, type Script } from './script.js'
import type { SoughtFile } from './sought.js'

/** The script behind a URL of this machine, with the map that it names. Rejects with a `NotFound`. */
export async function findServed({ name }: SoughtFile): Promise<Script> {
  const url = loopbackUrl(name)
  if (!url) {
    throw new NotFound(
      'not-on-this-machine',
      `${name} is not served on this machine, and nothing is fetched from elsewhere.`,
    )
  }
  const fetched = await fetchText(url, 'unreachable')
  const script = { url, lines: linesIn(fetched.text) }
  try {
    return { ...script, map: await loadMap(url, fetched) }
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    throw new NotFound(error.reason, error.message, { ...error.more, script })
  }
}

async function loadMap(scriptUrl: URL, fetched: Fetched): Promise<TraceMap> {
  const reference = mapReference(fetched.text) ?? fetched.sourceMap
  if (reference === undefined || !URL.canParse(reference, scriptUrl.href)) {
    throw new NotFound(
      'no-map-named',
      `${scriptUrl.href} names no source map, neither in a sourceMappingURL comment nor in a SourceMap header.`,
      { advice: 'Have the bundler write source maps, such as by build.sourcemap of Vite.' },
    )
  }
  const inline = inlineMap(reference)
  if (inline !== undefined) return parseMap(inline, scriptUrl.href, `The map in ${scriptUrl.href}`)
  const url = new URL(reference, scriptUrl)
  if (url.origin !== scriptUrl.origin) {
    throw new NotFound(
      'not-allowed',
      `${scriptUrl.href} names the source map ${url.href}, which another server has.`,
    )
  }
  return parseMap((await fetchText(url, 'map-not-found')).text, url.href, url.href)
}

async function fetchText(url: URL, reason: 'unreachable' | 'map-not-found'): Promise<Fetched> {
  try {
    return await fetchLoopback(url)
  } catch (error) {
    const { message, code, name } = error as NodeJS.ErrnoException
    const late = name === 'AbortError' || name === 'TimeoutError'
    const why = late ? 'did not answer in time' : (code ?? message)
    throw new NotFound(reason, message.includes(url.href) ? message : `${url.href}: ${why}.`, {
      advice: 'Is the server still running, and is the build still there?',
    })
  }
}
