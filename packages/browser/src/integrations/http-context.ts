import type { Integration } from '@mayday/core'

/** Says which page the event comes from: its address, where the visitor came from, and the browser. */
export function httpContextIntegration(): Integration {
  return {
    name: 'HttpContext',
    preprocessEvent(event) {
      const { location, navigator, document } = globalThis as Partial<typeof globalThis>
      if (!location) return
      const headers = {
        Referer: document?.referrer || undefined,
        'User-Agent': navigator?.userAgent,
        ...event.request?.headers,
      }
      event.request = { url: location.href, ...event.request, headers: headers as never }
    },
  }
}
