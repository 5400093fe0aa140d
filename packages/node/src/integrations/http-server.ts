import type { Integration } from '@mayday/core'
import { watchRequests } from '../instrument/incoming-requests.js'

/**
 * Gives each incoming request scopes of its own: what is set while one is served is not seen by another. Node itself
 * announces requests, so it works whatever was imported first, and bundled.
 */
export function httpIntegration(): Integration {
  return {
    name: 'Http',
    setup: () => watchRequests({}),
  }
}
