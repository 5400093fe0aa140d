import { type Integration, patch, together } from '@mayday/core'
import { wrapListeners } from '../instrument/listeners.js'
import { type Callback, createWrap, isFunction, nameOf, type Wrap } from '../instrument/wrap.js'

export interface BrowserApiErrorsOptions {
  /** @default true */
  setTimeout: boolean
  /** @default true */
  setInterval: boolean
  /** @default true */
  requestAnimationFrame: boolean
  /** What requests have as `onload`, `onerror`, `onprogress` and `onreadystatechange`. @default true */
  XMLHttpRequest: boolean
  /** Listeners; a list names the classes whose own `addEventListener` is meant. @default true */
  eventTarget: boolean | string[]
  /** Listeners added before and again are called once in any case; this changes nothing. @default false */
  unregisterOriginalCallbacks: boolean
}

const TIMERS = ['setTimeout', 'setInterval', 'requestAnimationFrame'] as const
/** Those of version 10 that have their own `addEventListener` in some browser. */
const TARGETS = ['EventTarget', 'Window', 'Node', 'XMLHttpRequest', 'XMLHttpRequestEventTarget']
const HANDLERS = ['onload', 'onerror', 'onprogress', 'onreadystatechange'] as const

/**
 * Captures what callbacks of timers, listeners and requests throw where they are called, before the browser hides it:
 * errors of scripts of other origins keep their stack, and events say which callback it was. Errors go on as they are,
 * and `close()` gives the page its own functions and listeners back.
 */
export function browserApiErrorsIntegration(
  options: Partial<BrowserApiErrorsOptions> = {},
): Integration {
  const { eventTarget = true } = options
  const targets = Array.isArray(eventTarget) ? eventTarget : eventTarget ? TARGETS : []
  return {
    name: 'BrowserApiErrors',
    setup(client) {
      const { wrap, stop } = createWrap(client)
      return together([
        ...TIMERS.filter((name) => options[name] !== false).map((name) => wrapTimer(name, wrap)),
        ...(options.XMLHttpRequest === false ? [] : [wrapRequests(wrap)]),
        ...targets.map((name) => wrapListeners(name, wrap)),
        stop,
      ])
    },
  }
}

function wrapTimer(name: (typeof TIMERS)[number], wrap: Wrap): () => void {
  const data = name === 'requestAnimationFrame' ? { handler: name } : undefined
  return patch(globalThis, name, (original) => {
    return function (...[callback, ...others]: unknown[]) {
      const own = isFunction(callback) ? wrap(callback, name, data) : callback
      return Reflect.apply(original, this, [own, ...others])
    } as typeof original
  })
}

function wrapRequests(wrap: Wrap): () => void {
  const underWay = new Set<() => void>()
  const undo = patch(globalThis.XMLHttpRequest?.prototype, 'send', (original) => {
    return function (...args) {
      wrapHandlers(this as XMLHttpRequest, wrap, underWay)
      return Reflect.apply(original, this, args)
    }
  })
  return together([undo, () => together([...underWay])()])
}

/** Until the request has ended: what the page reads there is then its own again. */
function wrapHandlers(xhr: XMLHttpRequest, wrap: Wrap, underWay: Set<() => void>): void {
  const given = HANDLERS.flatMap((name) => {
    const handler = xhr[name] as Callback | null
    if (!isFunction(handler)) return []
    const own = wrap(handler, `xhr.${name}`, { handler: nameOf(handler) }) as never
    xhr[name] = own
    return [{ name, handler, own }]
  })
  if (given.length === 0) return
  const restore = (): void => {
    underWay.delete(restore)
    for (const { name, handler, own } of given) if (xhr[name] === own) xhr[name] = handler as never
  }
  underWay.add(restore)
  xhr.addEventListener('loadend', restore, { once: true })
}
