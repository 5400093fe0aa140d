import { cutText, fieldsOf, textOf } from './fields.js'

/** What issues are filtered by and counted over. */
export interface Facts {
  environment?: string
  release?: string
  traceId?: string
  /** Tells users apart; not shown. */
  userKey?: string
  tags: [key: string, value: string][]
}

const mostTags = 50
const longestKey = 200
const longestValue = 200

/** Reads the facts of an event as far as they have the expected form. */
export function factsOf(event: unknown): Facts {
  const fields = fieldsOf(event) ?? {}
  const environment = cut(textOf(fields.environment), longestValue)
  const release = cut(textOf(fields.release), longestValue)
  const traceId = traceIdOf(fieldsOf(fieldsOf(fields.contexts)?.trace)?.trace_id)
  const userKey = userKeyOf(fields.user)
  return {
    ...(environment !== undefined && { environment }),
    ...(release !== undefined && { release }),
    ...(traceId !== undefined && { traceId }),
    ...(userKey !== undefined && { userKey }),
    tags: tagsOf(fields.tags),
  }
}

export function traceIdOf(value: unknown): string | undefined {
  const id = typeof value === 'string' ? value.replaceAll('-', '').toLowerCase() : ''
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined
}

/** Which user it is, by the strongest name that the event gives. */
function userKeyOf(user: unknown): string | undefined {
  const fields = fieldsOf(user) ?? {}
  for (const name of ['id', 'email', 'username', 'ip_address']) {
    const value = textOf(fields[name])
    if (value !== undefined && value !== '{{auto}}') return cut(`${name}:${value}`, longestValue)
  }
  return undefined
}

/** Tags come as an object, or as a list of pairs. */
function tagsOf(tags: unknown): Facts['tags'] {
  const pairs = Array.isArray(tags) ? tags : Object.entries(fieldsOf(tags) ?? {})
  const known = new Map<string, string>()
  for (const pair of pairs.slice(0, mostTags)) {
    const [key, value] = Array.isArray(pair) ? pair.map(textOf) : []
    if (key === undefined || value === undefined || key.length > longestKey) continue
    known.set(key, cutText(value, longestValue))
  }
  return [...known]
}

function cut(text: string | undefined, length: number): string | undefined {
  return text === undefined ? undefined : cutText(text, length)
}
