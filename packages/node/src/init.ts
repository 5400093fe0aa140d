import {
  type Client,
  type Integration,
  initPlatform,
  type Options,
  setContextManager,
} from '@mayday/core'
import { asyncScopes } from './async-scopes.js'
import { NodeClient } from './client.js'
import type { Certificates } from './delivery/http/way.js'
import { outliveProcess } from './delivery/lifetime.js'
import { withEnvironment } from './environment.js'
import { waitUntilIntegration } from './fetch/wait-until.js'
import { childProcessIntegration } from './integrations/child-process.js'
import { consoleIntegration } from './integrations/console.js'
import { contextLinesIntegration } from './integrations/context-lines.js'
import { httpIntegration } from './integrations/http-server.js'
import { modulesIntegration } from './integrations/modules.js'
import { nodeContextIntegration } from './integrations/node-context.js'
import { nativeNodeFetchIntegration } from './integrations/node-fetch.js'
import { requestDataIntegration } from './integrations/request-data.js'
import { systemErrorIntegration } from './integrations/system-error.js'
import {
  type OnFatalError,
  onUncaughtExceptionIntegration,
} from './integrations/uncaught-exception.js'
import { onUnhandledRejectionIntegration } from './integrations/unhandled-rejection.js'
import { nodePlatform } from './platform.js'
import { nameServer } from './server-name.js'

/** What `init()` takes in Node. */
export interface NodeOptions extends Options {
  /**
   * The folder in which events are kept until the receiver has them, so that the next process sends what this one could
   * not: a folder on a volume that outlives the container, for instance. `false` keeps them in memory only.
   * @default `mayday-<uid>` in the folder for temporary files, and in /var/tmp where the environment names none
   */
  spool?: string | false | undefined
  /** What `transportOptions.proxy` is unless it says otherwise. */
  httpProxy?: string | undefined
  /** The same for receivers at `https:`. @default httpProxy */
  httpsProxy?: string | undefined
  /** What `transportOptions.caCerts` is unless it says otherwise. */
  caCerts?: Certificates | undefined
  /** What events call the server they are of. @default `MAYDAY_NAME` of the environment, or the name of the host */
  serverName?: string | undefined
  /** `false`: they do not name it. @default true */
  includeServerName?: boolean | undefined
  /** What `onUncaughtExceptionIntegration({ onFatalError })` is unless it says otherwise. */
  onFatalError?: OnFatalError | undefined
}

/** The integrations that `init()` installs unless told otherwise, whatever the options are. */
export function getDefaultIntegrations(_options?: NodeOptions): Integration[] {
  return [
    onUncaughtExceptionIntegration(),
    onUnhandledRejectionIntegration(),
    httpIntegration(),
    requestDataIntegration(),
    contextLinesIntegration(),
    nodeContextIntegration(),
    modulesIntegration(),
    systemErrorIntegration(),
    consoleIntegration(),
    waitUntilIntegration(),
    nativeNodeFetchIntegration(),
    childProcessIntegration(),
  ]
}

/**
 * Starts capturing: crashes, what wrapped handlers throw, and what you capture yourself. A second call replaces the
 * first one's client.
 *
 * What the options do not say comes from the environment: `MAYDAY_DSN`, `MAYDAY_RELEASE`, `MAYDAY_ENVIRONMENT`,
 * `MAYDAY_NAME` (`serverName`) and `MAYDAY_DEBUG`, or the same with `SENTRY_`; the release also from what builders and
 * hosts call the commit, such as `GITHUB_SHA`. `dsn: ''` captures nothing, whatever the environment has.
 */
export function init(given: NodeOptions = {}): Client {
  const options = withEnvironment(given)
  setContextManager(asyncScopes)
  const client = initPlatform(options, nodePlatform(options, getDefaultIntegrations))
  nameServer(client, options)
  outliveProcess(client)
  // Programs ask whether it is one.
  return Object.setPrototypeOf(client, NodeClient.prototype)
}
