import { type Integration, scrubUrl } from '@mayday/core'

/** Says which page the event comes from: its address, where the visitor came from, and the browser. */
export function httpContextIntegration(): Integration {
  return {
    name: 'HttpContext',
    preprocessEvent(event, _hint, client) {
      const { location, navigator, document } = globalThis as Partial<typeof globalThis>
      if (!location) return
      const headers: Record<string, string> = {}
      const { sendDefaultPii } = client.getOptions()
      const { referrer } = document ?? {}
      if (referrer) headers.Referer = sendDefaultPii ? referrer : scrubUrl(referrer)
      if (navigator?.userAgent) headers['User-Agent'] = navigator.userAgent
      event.request = {
        url: location.href,
        ...event.request,
        headers: { ...headers, ...event.request?.headers },
      }
    },
  }
}
