export {
  type Attachment,
  addBreadcrumb,
  addEventProcessor,
  addIntegration,
  annotate,
  type Breadcrumb,
  type BreadcrumbHint,
  buildLaunchDarklyFlagUsedHandler,
  type CaptureConsoleOptions,
  type CaptureContext,
  type Client,
  captureConsoleIntegration,
  captureEvent,
  captureException,
  captureMessage,
  close,
  continueTrace,
  createTransport,
  dedupeIntegration,
  type Event,
  type EventFiltersOptions,
  type EventHint,
  type EventProcessor,
  type Exception,
  type ExtraErrorDataOptions,
  eventFiltersIntegration,
  extraErrorDataIntegration,
  type FeatureFlagsIntegration,
  featureFlagsIntegration,
  flush,
  functionToStringIntegration,
  type GrowthbookOptions,
  getClient,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  getTraceData,
  getTraceMetaTags,
  growthbookIntegration,
  type IncomingTrace,
  type Integration,
  inboundFiltersIntegration,
  isEnabled,
  isInitialized,
  type LaunchDarklyFlagUsedHandler,
  type LinkedErrorsOptions,
  lastEventId,
  launchDarklyIntegration,
  linkedErrorsIntegration,
  MULTIPLEXED_TRANSPORT_EXTRA_KEY,
  makeMultiplexedTransport,
  moduleMetadataIntegration,
  type OpenFeatureHook,
  OpenFeatureIntegrationHook,
  openFeatureIntegration,
  type ParameterizedString,
  parameterize,
  type RewriteFramesOptions,
  rewriteFramesIntegration,
  Scope,
  type ScopeContext,
  type SerializedTraceData,
  type SeverityLevel,
  type StackFrame,
  type Stats,
  type StatsigOptions,
  setConsent,
  setContext,
  setCurrentClient,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
  startNewTrace,
  statsigIntegration,
  type ThirdPartyErrorFilterOptions,
  type Transport,
  type TransportOptions,
  type TransportResponse,
  thirdPartyErrorFilterIntegration,
  type UnleashOptions,
  type User,
  unleashIntegration,
  withIsolationScope,
  withScope,
  type ZodErrorsOptions,
  zodErrorsIntegration,
} from '@mayday/core'
export { createClient, NodeClient, type NodeClientOptions } from './client.js'
export { makeNodeTransport, type NodeTransportOptions } from './delivery/http/transport.js'
export { type ConnectHandlerOptions, setupConnectErrorHandler } from './frameworks/connect.js'
export {
  type ExpressErrorMiddleware,
  type ExpressHandlerOptions,
  expressErrorHandler,
  setupExpressErrorHandler,
} from './frameworks/express.js'
export {
  type FastifyApp,
  type FastifyHandlerOptions,
  setupFastifyErrorHandler,
} from './frameworks/fastify.js'
export {
  type HapiHandlerOptions,
  type HapiServer,
  setupHapiErrorHandler,
} from './frameworks/hapi.js'
export {
  type HonoContext,
  type HonoHandlerOptions,
  setupHonoErrorHandler,
} from './frameworks/hono.js'
export { type KoaHandlerOptions, setupKoaErrorHandler } from './frameworks/koa.js'
export {
  type TrpcMiddlewareArguments,
  type TrpcMiddlewareOptions,
  trpcMiddleware,
} from './frameworks/trpc.js'
export { getDefaultIntegrations, init, type NodeOptions } from './init.js'
export { consoleIntegration } from './integrations/console.js'
export { contextLinesIntegration } from './integrations/context-lines.js'
export { httpIntegration } from './integrations/http-server.js'
export { nodeContextIntegration } from './integrations/node-context.js'
export { requestDataIntegration } from './integrations/request-data.js'
export { onUncaughtExceptionIntegration } from './integrations/uncaught-exception.js'
export { onUnhandledRejectionIntegration } from './integrations/unhandled-rejection.js'
export { defaultStackParser } from './stack.js'
export { handleTunnelRequest, type TunnelRequest } from './tunnel/fetch-handler.js'
export { type TunnelHandlerOptions, tunnelHandler } from './tunnel/node-handler.js'
export type { TunnelOptions } from './tunnel/tunnel.js'
export { wrapHandler } from './wrap-handler.js'
