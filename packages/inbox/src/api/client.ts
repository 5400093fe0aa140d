import { fieldsOf, textOf } from '../event/fields.js'

/** The JSON API of an Inbox, wherever that runs. Paths are below `/api/0`. Rejects with a sentence. */
export interface Api {
  /** Resolves with undefined where there is nothing. */
  get<Answer>(path: string, query?: Query): Promise<Answer | undefined>
  post<Answer>(path: string, body: object): Promise<Answer | undefined>
}

export type Query = Record<string, string | number | undefined>

/** The API of an Inbox that listens at a URL. */
export function apiAt(url: string, token?: string): Api {
  const headers = { ...(token && { authorization: `Bearer ${token}` }) }
  const ask = async <Answer>(path: string, init: RequestInit): Promise<Answer | undefined> => {
    const response = await reach(url, `${url}/api/0${path}`, init)
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok) return answer as Answer
    if (response.status === 404) return undefined
    throw refusalOf(url, token, response.status, answer)
  }
  return {
    get: (path, query) => ask(path + queryOf(query), { headers }),
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  }
}

/** Why an Inbox did not answer what it was asked. */
export function refusalOf(
  url: string,
  token: string | undefined,
  status: number,
  answer?: unknown,
): Error {
  if (status !== 401) {
    return new Error(textOf(fieldsOf(answer)?.detail) ?? `${url} answered ${status}.`)
  }
  const how = 'Set MAYDAY_INBOX_TOKEN to it, or say it with --token.'
  return new Error(
    token
      ? `The Inbox at ${url} has another token. ${how}`
      : `The Inbox at ${url} needs its token. ${how}`,
  )
}

/** `fetch` from an Inbox; rejects with a sentence when there is none. */
export async function reach(url: string, address: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch {
    throw new Error(
      `No Inbox answers at ${url}. Start one with mayday-inbox, or say with --url where it is.`,
    )
  }
}

function queryOf(query: Query = {}): string {
  const params = paramsOf(query).toString()
  return params === '' ? '' : `?${params}`
}

export function paramsOf(query: Query): URLSearchParams {
  const known = Object.entries(query).filter(([, value]) => value !== undefined)
  return new URLSearchParams(known.map(([name, value]): [string, string] => [name, String(value)]))
}
