import type { Client } from '@mayday/core'

/** The SDK's own requests pass our patch where the page has wrapped `fetch` once more, or brings its own transport. */
export function isOwnRequest(client: Client, address: unknown): boolean {
  const url = String(address)
  const { tunnel, tunnelPath } = client.getOptions()
  return url === (tunnel === 'auto' ? tunnelPath : tunnel) || /[?&]sentry_key=/.test(url)
}
