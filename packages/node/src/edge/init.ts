import {
  type Client,
  commonNoise,
  consoleBreadcrumbs,
  createClient as createCoreClient,
  dedupeIntegration,
  dispatchWith,
  type Integration,
  initPlatform,
  type Options,
  type Platform,
  Scope,
  VERSION,
} from '@mayday/core'
import { waitUntilIntegration } from '../fetch/wait-until.js'
import { followProgram } from './async-scopes.js'
import { requestDataIntegration } from './request-data.js'
import { runtimeContextIntegration } from './runtime-context.js'
import { defaultStackParser } from './stack.js'
import { makeFetchTransport } from './transport.js'

/** What `init()` takes where the runtime is not Node's. */
export type EdgeOptions = Options

/** Leaves a breadcrumb for each line that the program prints through `console`. */
export function consoleIntegration(): Integration {
  return { name: 'Console', setup: (client) => consoleBreadcrumbs(client) }
}

/** The integrations that are installed unless told otherwise, whatever the options are. */
export function getDefaultIntegrations(_options?: EdgeOptions): Integration[] {
  return [
    requestDataIntegration(),
    runtimeContextIntegration(),
    consoleIntegration(),
    waitUntilIntegration(),
  ]
}

function edgePlatform(integrations: () => Integration[]): Platform {
  return {
    name: 'javascript',
    sdk: { name: 'mayday.javascript.edge', version: VERSION, packages: ['@mayday/node'] },
    integrations,
    dispatch: dispatchWith({
      stackParser: defaultStackParser,
      transport: makeFetchTransport,
      noise: commonNoise,
    }),
  }
}

/**
 * Starts capturing what handlers within `withMayday()` throw, and what you capture yourself. A second call replaces the
 * first one's client. In Workers, give `withMayday()` the options instead: there nothing may outlive its request.
 */
export function init(options: EdgeOptions = {}): Client {
  void followProgram()
  return initPlatform(options, edgePlatform(getDefaultIntegrations))
}

/** A client of a single request or job, which nobody else knows. */
export function makeInvocationClient(options: EdgeOptions): Client {
  return createCoreClient(options, edgePlatform(getDefaultIntegrations))
}

/**
 * A client for what lives in somebody else's program: a library, a plug-in. It knows nothing of what the program's own
 * scopes hold: `client.getScope()` is where to put its tags and user.
 */
export function createClient(options: EdgeOptions): Client {
  return createCoreClient(options, {
    ...edgePlatform(() => [dedupeIntegration(), runtimeContextIntegration()]),
    scope: new Scope(),
  })
}
