import { type Client, owns, safely, startTimer, wrapped } from '@mayday/core'
import { claims, type Uncaught } from './uncaught.js'

export type Callback = (this: unknown, ...args: unknown[]) => unknown

/** Makes a function that captures what the given one throws, and throws it on as it is. */
export type Wrap = (
  callback: Callback,
  kind: string,
  data?: Record<string, string>,
  before?: (args: unknown[]) => void,
) => Callback

/** `kind` is the end of the mechanism's name. What was wrapped goes on without capturing once `stop` was called. */
export function createWrap(client: Client): { wrap: Wrap; stop: () => void } {
  let isOn = true
  let rethrown: { value: unknown } | undefined

  function capture(thrown: unknown, kind: string, data?: Record<string, string>): void {
    if (!isOn || !owns(client, thrown)) return
    const type = `auto.browser.browserapierrors.${kind}`
    client.captureException(thrown, {
      // What has no stack was thrown further down than here.
      syntheticException: null,
      mechanism: { type, handled: false, ...(data && { data }) },
    })
    // The browser goes on to tell the window of it, where an object is known again, but no text.
    const own = { value: thrown }
    rethrown = own
    startTimer(() => {
      if (rethrown === own) rethrown = undefined
    }, 0)
  }

  const claim = ({ type, error }: Uncaught): boolean =>
    type === 'error' && !!rethrown && Object.is(rethrown.value, error)
  claims.add(claim)

  return {
    wrap: (callback, kind, data, before) =>
      function sentryWrapped(...args) {
        wrapped.depth++
        try {
          before?.(args)
          return Reflect.apply(callback, this, args)
        } catch (error) {
          safely('capture', () => capture(error, kind, data))
          throw error
        } finally {
          wrapped.depth--
        }
      },
    stop() {
      isOn = false
      claims.delete(claim)
    },
  }
}

export function isFunction(value: unknown): value is Callback {
  return typeof value === 'function'
}

/** The name that a function has; foreign ones may not be asked. */
export function nameOf(callback: unknown): string {
  return safely('name', () => (callback as Callback).name) || '<anonymous>'
}
