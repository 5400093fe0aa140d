import { type Channel, createChannel, tap } from '@mayday/core'

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

export const xhrChannel: Channel<XhrCall> = /* @__PURE__ */ createChannel((emit) => {
  const { XMLHttpRequest } = globalThis as Partial<typeof globalThis>
  if (!XMLHttpRequest) return () => {}
  const opened = new WeakMap<XMLHttpRequest, { method: string; url: string }>()

  return tap(XMLHttpRequest.prototype, ['open', 'send'], (name, [method, url], self) => {
    const xhr = self as XMLHttpRequest
    if (name === 'open') {
      opened.set(xhr, { method: String(method).toUpperCase(), url: String(url) })
      return
    }
    const request = opened.get(xhr)
    if (!request) return
    // The first argument of `send` is the body.
    const tell = (): void =>
      emit({ ...request, status: xhr.status || undefined, xhr, input: method })
    xhr.addEventListener('loadend', tell, { once: true })
  })
})
