import type { IssueStatus } from '../../../src/event/stored.js'

/** What the search field asks for, taken apart. */
export interface Search {
  words: string[]
  /** Issues that are open, unless something else is asked for. */
  status?: IssueStatus
  filters: Partial<Record<Filter, string>>
  tags: [key: string, value: string][]
  /** What could not be understood, in a sentence. */
  problem?: string
}

export const filters = ['project', 'release', 'environment', 'level', 'platform'] as const
export type Filter = (typeof filters)[number]

const statuses: Record<string, IssueStatus | undefined> = {
  open: 'open',
  unresolved: 'open',
  resolved: 'resolved',
  ignored: 'ignored',
  archived: 'ignored',
  any: undefined,
  all: undefined,
}

/** Words, `key:value` and `key:"two words"`, as they stand in the search field. */
export function parseSearch(text: string): Search {
  const search: Search = { words: [], status: 'open', filters: {}, tags: [] }
  for (const token of tokensOf(text)) add(search, token)
  // Somebody who has the id of an issue or event wants it, whatever became of it.
  const namesOne = search.words.some((word) => /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/.test(word))
  if (namesOne && !/(?:^|\s)is:/.test(text)) delete search.status
  return search
}

function add(search: Search, token: string): void {
  const [key, value] = pairOf(token)
  if (key === undefined) search.words.push(...value.split(/\s+/).filter(Boolean))
  else if (key === 'is') addStatus(search, value)
  else if (isFilter(key)) search.filters[key] = value
  else search.tags.push([key, value])
}

function addStatus(search: Search, value: string): void {
  const status = statuses[value.toLowerCase()]
  if (status !== undefined) search.status = status
  else delete search.status
  if (!Object.hasOwn(statuses, value.toLowerCase())) {
    search.problem = `is: takes open, resolved, ignored or any, not “${value}”.`
  }
}

/** What the API is asked for. */
export function paramsOf({ words, status, filters, tags }: Search): URLSearchParams {
  const params = new URLSearchParams()
  if (words.length > 0) params.set('query', words.join(' '))
  if (status !== undefined) params.set('status', status)
  for (const [name, value] of Object.entries(filters)) params.set(name, value)
  for (const [key, value] of tags) params.append('tag', `${key}:${value}`)
  return params
}

/** The text with that key set to a value, or without the key. */
export function withPair(text: string, key: string, value: string | undefined): string {
  const others = tokensOf(text).filter((token) => pairOf(token)[0] !== key)
  return [...others, ...(value === undefined ? [] : [pair(key, value)])].join(' ')
}

/** `key:value`, in quotes where it needs them. */
export function pair(key: string, value: string): string {
  const text = value.replaceAll('"', '')
  return /^[^\s"]+$/.test(value) ? `${key}:${value}` : `${key}:"${text}"`
}

function tokensOf(text: string): string[] {
  return text.match(/[^\s":]+:"[^"]*"?|"[^"]*"?|\S+/g) ?? []
}

/** `TypeError:`, `http://shop.example` and `src/cart.ts:42` are words and no pairs. */
function pairOf(token: string): [key: string | undefined, value: string] {
  const at = token.indexOf(':')
  const key = token.slice(0, at)
  const value = unquoted(token.slice(at + 1))
  const isPlace = /\.\w{1,4}$/.test(key) && /^\d+(?::\d+)?$/.test(value)
  const isPair = /^[A-Za-z][\w.-]*$/.test(key) && value !== '' && !value.startsWith('//')
  return at > 0 && isPair && !isPlace ? [key, value] : [undefined, unquoted(token)]
}

function unquoted(text: string): string {
  return text.replace(/^"|"$/g, '')
}

function isFilter(key: string): key is Filter {
  return filters.some((name) => name === key)
}
