import { type BreadcrumbHint, callSite, tap } from '@mayday/core'
import { listen } from './listen.js'

/** A request that has ended. */
export interface XhrCall {
  method: string
  url: string
  /** 0 or nothing when there was no answer. */
  status?: number
  /** Where it was sent, while somebody has asked for that. */
  site?: Error | undefined
}

/** Tells of each request by `XMLHttpRequest`, with the request itself and its body, and returns what ends that. */
export function onXhr(tell: (call: XhrCall, hint: BreadcrumbHint) => void): () => void {
  const opened = new WeakMap<XMLHttpRequest, unknown[]>()

  return tap(globalThis.XMLHttpRequest?.prototype, ['open', 'send'], (name, args, self) => {
    const xhr = self as XMLHttpRequest
    if (name === 'open') {
      opened.set(xhr, args)
      return
    }
    const [method, url] = opened.get(xhr) ?? []
    const [input] = args
    const site = callSite(xhr.send)
    const end = (): void => {
      const { status } = xhr
      tell({ method: String(method).toUpperCase(), url: String(url), status, site }, { xhr, input })
    }
    if (method) listen(xhr, ['loadend'], end, { once: true })
  })
}
