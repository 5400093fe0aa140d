import { tap } from '@mayday/core'
import { listen } from './listen.js'

/** A request by `XMLHttpRequest` that has ended. */
export interface XhrCall {
  method: string
  url: string
  /** Nothing when there was no answer. */
  status: number | undefined
  xhr: XMLHttpRequest
  /** The body, as it was given. */
  input: unknown
}

/** Tells of each request, and returns what ends that. */
export function onXhr(tell: (call: XhrCall) => void): () => void {
  const opened = new WeakMap<XMLHttpRequest, unknown[]>()

  return tap(globalThis.XMLHttpRequest?.prototype, ['open', 'send'], (name, args, self) => {
    const xhr = self as XMLHttpRequest
    if (name === 'open') {
      opened.set(xhr, args)
      return
    }
    const [method, url] = opened.get(xhr) ?? []
    const end = (): void =>
      tell({
        method: String(method).toUpperCase(),
        url: String(url),
        status: xhr.status || undefined,
        xhr,
        input: args[0],
      })
    if (method) listen(xhr, ['loadend'], end, { once: true })
  })
}
