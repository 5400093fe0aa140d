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
  type Session,
  type SessionContext,
  type SessionStatus,
  type SeverityLevel,
  type StackFrame,
  type Stats,
  type StatsigOptions,
  safely,
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
  withScope,
  type ZodErrorsOptions,
  zodErrorsIntegration,
} from '@mayday/core'
export { BrowserClient, type BrowserClientOptions, createClient } from './client.js'
export { type FetchTransportOptions, makeFetchTransport } from './delivery/fetch.js'
export {
  type BrowserOfflineTransportOptions,
  makeBrowserOfflineTransport,
} from './delivery/offline.js'
export type { ReportDialogOptions } from './feedback/dialog.js'
export { openReportDialog } from './feedback/open.js'
export { showReportDialog } from './feedback/report-dialog.js'
export {
  type FeedbackErrorMessages,
  type SendFeedbackHint,
  sendFeedback,
} from './feedback/send.js'
export { type BrowserOptions, getDefaultIntegrations, init } from './init.js'
export { claimUncaught, type Uncaught } from './instrument/uncaught.js'
export { type BreadcrumbsOptions, breadcrumbsIntegration } from './integrations/breadcrumbs.js'
export {
  type BrowserApiErrorsOptions,
  browserApiErrorsIntegration,
} from './integrations/browser-api-errors.js'
export {
  type BrowserSessionOptions,
  browserSessionIntegration,
} from './integrations/browser-session.js'
export { type ContextLinesOptions, contextLinesIntegration } from './integrations/context-lines.js'
export { cspViolationIntegration } from './integrations/csp-violation.js'
export { cultureContextIntegration } from './integrations/culture-context.js'
export {
  type GlobalHandlersOptions,
  globalHandlersIntegration,
} from './integrations/global-handlers.js'
export {
  type GraphQLClientOptions,
  graphqlClientIntegration,
} from './integrations/graphql-client.js'
export {
  type HttpClientOptions,
  type HttpRequestTarget,
  type HttpStatusCodeRange,
  httpClientIntegration,
} from './integrations/http-client.js'
export { httpContextIntegration } from './integrations/http-context.js'
export {
  type ReportingObserverOptions,
  type ReportType,
  reportingObserverIntegration,
} from './integrations/reporting-observer.js'
export { resourceErrorsIntegration } from './integrations/resource-errors.js'
export {
  type SpotlightConnectionOptions,
  spotlightBrowserIntegration,
} from './integrations/spotlight.js'
export {
  type WebWorkerIntegration,
  type WebWorkerOptions,
  webWorkerIntegration,
} from './integrations/web-worker.js'
export type { SdkIdentity } from './platform.js'
export { defaultStackParser } from './stack.js'
export { registerWebWorker, type WorkerGlobal } from './workers/register.js'
