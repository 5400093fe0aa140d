import { debug, type RequestExecutor, safely, type TransportResponse } from '@mayday/core'

/** So long a path that was not there is left alone; in ms. */
const ASK_AGAIN = 60_000

/**
 * The direct way; and around it by a path of the page's own server once that way turned out to be blocked, which is
 * remembered for the session.
 *
 * @param url what the direct way leads to
 */
export function makeDetour(
  direct: RequestExecutor,
  around: RequestExecutor,
  url: string,
): RequestExecutor {
  const key = `mayday ${url}`
  let isBlocked = !!safely('session', () => sessionStorage.getItem(key))
  let notBefore = 0

  function block(isIt: boolean): void {
    if (isBlocked === isIt) return
    isBlocked = isIt
    debug('Blocked:', url, isIt)
    safely('session', () =>
      isIt ? sessionStorage.setItem(key, '1') : sessionStorage.removeItem(key),
    )
  }

  return async (request) => {
    try {
      if (!isBlocked) return await direct(request)
    } catch (error) {
      // Offline, nothing is known of the way.
      if (navigator.onLine === false || Date.now() < notBefore) throw error
    }
    notBefore = Date.now() + ASK_AGAIN
    const response = await around(request)
    block(isOfReceiver(response, isBlocked))
    if (!isBlocked) throw new Error(`${response.statusCode} by the tunnel's path`)
    notBefore = 0
    return response
  }
}

/** Whether it was answered by a receiver, and not by a server that knows no such path. */
function isOfReceiver({ statusCode = 0, headers }: TransportResponse, isKnown: boolean): boolean {
  if (/html/.test(headers?.['content-type'] ?? '') || [404, 405].includes(statusCode)) return false
  return isKnown || statusCode < 300 || statusCode === 413 || statusCode === 429
}
