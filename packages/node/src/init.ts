import {
  type Client,
  dedupeIntegration,
  type Integration,
  initPlatform,
  type Options,
  setContextManager,
} from '@mayday/core'
import { asyncScopes } from './async-scopes.js'
import { sendAtExit } from './delivery/exit.js'
import { consoleIntegration } from './integrations/console.js'
import { contextLinesIntegration } from './integrations/context-lines.js'
import { httpIntegration } from './integrations/http-server.js'
import { nodeContextIntegration } from './integrations/node-context.js'
import { requestDataIntegration } from './integrations/request-data.js'
import { onUncaughtExceptionIntegration } from './integrations/uncaught-exception.js'
import { onUnhandledRejectionIntegration } from './integrations/unhandled-rejection.js'
import { nodePlatform } from './platform.js'

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

/**
 * Starts capturing: crashes, what wrapped handlers throw, and what you capture yourself. A second call replaces the
 * first one's client.
 */
export function init(options: NodeOptions = {}): Client {
  setContextManager(asyncScopes)
  const client = initPlatform(options, nodePlatform(getDefaultIntegrations))
  if (client.getTransport()) {
    client.on('close', keepUntilFlushed(client.flush, sendAtExit(client)))
    stayAliveMeanwhile(client)
  }
  return client
}

/** What is queued when a client closes may still have to be sent at the end of the process. */
function keepUntilFlushed(flush: Client['flush'], stop: () => void): () => void {
  return () => void flush().then(stop)
}

/**
 * Keeps the process alive while somebody waits for `flush()` or `close()`: else it would end right there, with what
 * comes after the `await` undone. Where no limit is given, `shutdownTimeout` is one.
 */
function stayAliveMeanwhile(client: Client): void {
  const { shutdownTimeout } = client.getOptions()
  const alive =
    (wait: Client['flush']): Client['flush'] =>
    (timeout) => {
      const timer = timeout ? setInterval(() => {}, timeout) : setTimeout(() => {}, shutdownTimeout)
      return wait(timeout).finally(() => clearTimeout(timer))
    }
  client.flush = alive(client.flush)
  client.close = alive(client.close)
}
