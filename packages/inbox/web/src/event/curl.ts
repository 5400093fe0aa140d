import { type Fields, textOf } from '../../../src/event/fields.js'
import { pairsOf } from './pairs.js'

/** The request of an event as a command that repeats it; undefined without an address of the web. */
export function curlOf(request: Fields): string | undefined {
  const url = urlOf(request)
  if (url === undefined) return undefined
  const method = textOf(request.method)?.toUpperCase() ?? 'GET'
  const data = dataOf(request.data)
  const parts = [`curl --globoff ${quoted(url)}`]
  if (method !== 'GET' && /^[A-Z]+$/.test(method)) parts.push(`-X ${method}`)
  for (const [name, value] of headersOf(request)) parts.push(`-H ${quoted(`${name}: ${value}`)}`)
  if (data !== undefined) parts.push(`--data-raw ${quoted(data)}`)
  return parts.join(' \\\n  ')
}

/** The address with the query, however that was sent. */
export function urlOf({ url, query_string: query }: Fields): string | undefined {
  const text = textOf(url)
  // Anything else would have curl read a file or speak to something else.
  if (text === undefined || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const search = queryOf(query)
  return search === '' || text.includes('?') ? text : `${text}?${search}`
}

function queryOf(query: unknown): string {
  if (typeof query === 'string') return query.replace(/^\?/, '')
  return pairsOf(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}

function headersOf({ headers, cookies }: Fields): [string, string][] {
  const sent = pairsOf(headers).filter(
    // Not what curl writes itself; and `@file` would have it read one.
    ([name]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/^(?:host|content-length)$/i.test(name),
  )
  const jar =
    textOf(cookies) ??
    pairsOf(cookies)
      .map((pair) => pair.join('='))
      .join('; ')
  const hasCookie = sent.some(([name]) => /^cookie$/i.test(name))
  return jar === '' || hasCookie ? sent : [...sent, ['Cookie', jar]]
}

function dataOf(data: unknown): string | undefined {
  if (data === undefined || data === null || data === '') return undefined
  return typeof data === 'string' ? data : JSON.stringify(data)
}

/** For a shell: nothing in it is run, and nothing of it reaches the terminal as a key. */
function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be kept from the terminal
  if (!/[\u0000-\u001f\u007f-\u009f]/.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  const escaped = text.replace(/[\\'\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0)
    if (character === '\\' || character === "'") return `\\${character}`
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u00${code.toString(16)}`
  })
  return `$'${escaped}'`
}
