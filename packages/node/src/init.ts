import {
  type Client,
  dedupeIntegration,
  type Integration,
  initPlatform,
  type Options,
  type Platform,
  setContextManager,
  VERSION,
} from '@mayday/core'
import { asyncScopes } from './async-scopes.js'
import { sendAtExit } from './delivery/exit.js'
import { makeNodeTransport } from './delivery/http.js'
import { consoleIntegration } from './integrations/console.js'
import { contextLinesIntegration } from './integrations/context-lines.js'
import { httpIntegration } from './integrations/http-server.js'
import { nodeContextIntegration } from './integrations/node-context.js'
import { requestDataIntegration } from './integrations/request-data.js'
import { onUncaughtExceptionIntegration } from './integrations/uncaught-exception.js'
import { onUnhandledRejectionIntegration } from './integrations/unhandled-rejection.js'
import { nodeStackParser } from './stack.js'

/** What `init()` takes in Node. */
export type NodeOptions = Options

/** The integrations that `init()` installs unless told otherwise. */
export function getDefaultIntegrations(): Integration[] {
  return [
    dedupeIntegration(),
    onUncaughtExceptionIntegration(),
    onUnhandledRejectionIntegration(),
    httpIntegration(),
    requestDataIntegration(),
    contextLinesIntegration(),
    nodeContextIntegration(),
    consoleIntegration(),
  ]
}

const platform: Platform = {
  name: 'node',
  sdk: { name: 'mayday.javascript.node', version: VERSION, packages: ['@mayday/node'] },
  stackParser: nodeStackParser,
  integrations: getDefaultIntegrations,
  authIn: 'headers',
  transport: makeNodeTransport,
}

/**
 * Starts capturing: crashes, what wrapped handlers throw, and what you capture yourself. A second call replaces the
 * first one's client.
 */
export function init(options: NodeOptions = {}): Client {
  setContextManager(asyncScopes)
  const client = initPlatform(options, platform)
  if (client.getTransport()) client.on('close', keepUntilFlushed(client, sendAtExit(client)))
  return client
}

/** What is queued when a client closes may still have to be sent at the end of the process. */
function keepUntilFlushed(client: Client, stop: () => void): () => void {
  return () => void client.flush().then(stop)
}
