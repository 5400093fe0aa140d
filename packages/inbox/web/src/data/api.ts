/** An answer of the Inbox that is a refusal, with its sentence. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail)
    this.name = 'Refused'
  }
}

/** What the API answers at a path below `/api/0`. */
export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>(path, signal ? { signal } : {})
}

export function postJson<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  return request<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function request<T>(path: string, options: RequestInit): Promise<T> {
  const response = await fetch(`/api/0${path}`, options)
  const body = (await response.json().catch(() => ({}))) as T & { detail?: string }
  if (response.ok) return body
  throw new Refused(response.status, body.detail ?? `The inbox answered ${response.status}.`)
}
