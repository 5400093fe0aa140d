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
  type CheckIn,
  type Client,
  captureCheckIn,
  captureConsoleIntegration,
  captureEvent,
  captureException,
  captureFeedback,
  captureMessage,
  captureSession,
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
  endSession,
  eventFiltersIntegration,
  extraErrorDataIntegration,
  type FeatureFlagsIntegration,
  type FeedbackEvent,
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
  type MonitorConfig,
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
  type SendFeedbackParams,
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
  startSession,
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
  withMonitor,
  withScope,
  type ZodErrorsOptions,
  zodErrorsIntegration,
} from '@mayday/core'
export { bindScopeToEmitter, withRequestScope } from './bind-scope.js'
export { createClient, NodeClient, type NodeClientOptions } from './client.js'
export { cron } from './cron/index.js'
export { makeNodeTransport, type NodeTransportOptions } from './delivery/http/transport.js'
export type { EnvOf, Handlers } from './fetch/handlers.js'
export { waitUntilIntegration } from './fetch/wait-until.js'
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
  fastifyIntegration,
  setupFastifyErrorHandler,
} from './frameworks/fastify.js'
export { withMayday, withSentry } from './frameworks/fetch.js'
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
export {
  type ChildProcessOptions,
  childProcessIntegration,
} from './integrations/child-process.js'
export { consoleIntegration } from './integrations/console.js'
export {
  type ContextLinesOptions,
  contextLinesIntegration,
} from './integrations/context-lines.js'
export {
  type EventLoopBlockOptions,
  eventLoopBlockIntegration,
} from './integrations/event-loop-block.js'
export type { OutgoingHttpOptions } from './integrations/http-client.js'
export { type HttpOptions, httpIntegration } from './integrations/http-server.js'
export type { DeviceOptions } from './integrations/machine.js'
export { modulesIntegration } from './integrations/modules.js'
export { type NodeContextOptions, nodeContextIntegration } from './integrations/node-context.js'
export {
  type NativeNodeFetchOptions,
  nativeNodeFetchIntegration,
} from './integrations/node-fetch.js'
export { processSessionIntegration } from './integrations/process-session.js'
export {
  type ProcessWarningsOptions,
  processWarningsIntegration,
} from './integrations/process-warnings.js'
export { type RequestDataOptions, requestDataIntegration } from './integrations/request-data.js'
export { type SystemErrorOptions, systemErrorIntegration } from './integrations/system-error.js'
export {
  type OnFatalError,
  type OnUncaughtExceptionOptions,
  onUncaughtExceptionIntegration,
} from './integrations/uncaught-exception.js'
export {
  type OnUnhandledRejectionOptions,
  onUnhandledRejectionIntegration,
  type RejectionMatcher,
} from './integrations/unhandled-rejection.js'
export {
  type ConsolaLogObject,
  type ConsolaReporter,
  type ConsolaReporterOptions,
  createConsolaReporter,
} from './loggers/consola.js'
export type { LogLevel } from './loggers/levels.js'
export type { LoggerOptions } from './loggers/line.js'
export { type PinoIntegration, type PinoOptions, pinoIntegration } from './loggers/pino.js'
export { createSentryWinstonTransport, type WinstonTransportOptions } from './loggers/winston.js'
export { createGetModuleFromFilename } from './module-name.js'
export { defaultStackParser } from './stack.js'
export { handleTunnelRequest, type TunnelRequest } from './tunnel/fetch-handler.js'
export { type TunnelHandlerOptions, tunnelHandler } from './tunnel/node-handler.js'
export type { TunnelOptions } from './tunnel/tunnel.js'
export { wrapHandler } from './wrap-handler.js'
