import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Integration } from '@mayday/core'
import { enterScopes, scopesOfRequest } from '../async-scopes.js'
import { addressOf } from '../request-address.js'
import { followOutgoingHttp, type OutgoingHttpOptions } from './http-client.js'

const REQUEST_START = 'http.server.request.start'

/**
 * Gives each incoming request scopes of its own: what is set while one is served is not seen by another. Node itself
 * announces requests, so it works whatever was imported first, and bundled.
 */
export function httpIntegration(options: OutgoingHttpOptions = {}): Integration {
  return {
    name: 'Http',
    setup(client) {
      const onStart = (message: unknown): void => {
        const { request } = message as { request: IncomingMessage }
        const scopes = scopesOfRequest(request)
        scopes.isolation.setTransactionName(`${request.method} ${addressOf(request).path}`)
        enterScopes(scopes)
      }
      subscribe(REQUEST_START, onStart)
      const stop = followOutgoingHttp(client, options)
      return () => {
        unsubscribe(REQUEST_START, onStart)
        stop()
      }
    },
  }
}
