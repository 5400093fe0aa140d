import { type Channel, createChannel, patch, safely } from '@mayday/core'

/** A request by `XMLHttpRequest` that has ended. */
export interface XhrCall {
  method: string
  url: string
  /** Nothing when there was no answer. */
  status?: number
  xhr: XMLHttpRequest
}

export const xhrChannel: Channel<XhrCall> = /* @__PURE__ */ createChannel((emit) => {
  const { XMLHttpRequest } = globalThis as Partial<typeof globalThis>
  if (!XMLHttpRequest) return () => {}
  const opened = new WeakMap<object, { method: string; url: string }>()

  const undo = [
    patch(XMLHttpRequest.prototype, 'open', (original) => {
      return function (this: unknown, ...args) {
        safely('reading a request', () => {
          const [method, url] = args as unknown[]
          opened.set(this as object, { method: String(method).toUpperCase(), url: String(url) })
        })
        return original.apply(this, args)
      }
    }),
    patch(XMLHttpRequest.prototype, 'send', (original) => {
      return function (this: unknown, ...args) {
        safely('listening to a request', () => listen(this as XMLHttpRequest))
        return original.apply(this, args)
      }
    }),
  ]

  function listen(xhr: XMLHttpRequest): void {
    const request = opened.get(xhr)
    if (!request) return
    xhr.addEventListener('loadend', () => emit({ ...request, ...statusOf(xhr), xhr }), {
      once: true,
    })
  }

  return () => {
    for (const restore of undo) restore()
  }
})

function statusOf({ status }: XMLHttpRequest): { status?: number } {
  return status ? { status } : {}
}
