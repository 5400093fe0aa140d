export {
  addBreadcrumb,
  addEventProcessor,
  addIntegration,
  captureEvent,
  captureException,
  captureMessage,
  close,
  flush,
  isEnabled,
  isInitialized,
  lastEventId,
  setConsent,
  setContext,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
} from './api.js'
export type { Capture } from './capture.js'
export { type CheckIn, captureCheckIn, type MonitorConfig, withMonitor } from './check-in.js'
export { type Client, createClient, type Platform } from './client.js'
export { type ClientClass, clientClass } from './client-class.js'
export type { Attachment } from './delivery/attachments.js'
export { byteLength, serializeEnvelope } from './delivery/envelope.js'
export type { DroppedItem, Stats } from './delivery/ledger.js'
export { makeMultiplexedTransport } from './delivery/multiplexed.js'
export type { QueueLimits } from './delivery/queue.js'
export { type Rank, rankOf } from './delivery/rank.js'
export {
  type Matcher,
  type MatchParam,
  MULTIPLEXED_TRANSPORT_EXTRA_KEY,
  type RouteTo,
} from './delivery/routes.js'
export type { Server } from './delivery/server.js'
export type { EnvelopeStore, KeptEnvelope, MakeStore, StoreAccess } from './delivery/store.js'
export {
  type BaseTransportOptions,
  createTransport,
  type FetchAnswer,
  type RequestExecutor,
  readAnswer,
  type Transport,
  type TransportAddress,
  type TransportMakeRequestResponse,
  type TransportOptions,
  type TransportRequest,
  type TransportRequestExecutor,
  type TransportResponse,
} from './delivery/transport.js'
export {
  type Dispatch,
  type DispatchParts,
  dispatchWith,
  type MakeDispatch,
} from './dispatch.js'
export { type Early, type EarlyEntry, early } from './early.js'
export { framesOfCall } from './event/call-frames.js'
export { factHolders } from './event/file-facts.js'
export { eventFromFeedback, type SendFeedbackParams } from './event/from-feedback.js'
export { allowedHeaders, isCredential } from './event/headers.js'
export type { EventHint, HintOrContext } from './event/hint.js'
export { isError } from './event/inspect.js'
export type { LinkedErrorsOptions } from './event/linked-errors.js'
export { normalize } from './event/normalize.js'
export { annotate, ownData } from './event/own-data.js'
export { type ParameterizedString, parameterize } from './event/parameterize.js'
export { componentOf, selectorOf, WITH_COMPONENT } from './event/selector.js'
export {
  createStackParser,
  type StackParser,
  type StackParserOptions,
} from './event/stack-parser.js'
export { mapFrames } from './event/stacks.js'
export { captureFeedback, type FeedbackHint } from './feedback.js'
export type { ClientHooks } from './hooks.js'
export { init, initPlatform } from './init.js'
export { callSite, rememberCallSites } from './instrument/call-sites.js'
export { type Channel, createChannel } from './instrument/channel.js'
export { type ConsoleCall, type ConsoleLevel, consoleChannel } from './instrument/console.js'
export { type FetchCall, fetchChannel } from './instrument/fetch.js'
export { tap, together } from './instrument/tap.js'
export type { EventProcessor, Integration, MaybePromise } from './integration.js'
export {
  type CaptureConsoleOptions,
  captureConsoleIntegration,
} from './integrations/capture-console.js'
export { consoleBreadcrumbs } from './integrations/console-breadcrumbs.js'
export { dedupeIntegration } from './integrations/dedupe.js'
export {
  type EventFiltersOptions,
  eventFiltersIntegration,
  inboundFiltersIntegration,
} from './integrations/event-filters.js'
export {
  type ExtraErrorDataOptions,
  extraErrorDataIntegration,
} from './integrations/extra-error-data.js'
export {
  type FeatureFlagsIntegration,
  featureFlagsIntegration,
} from './integrations/feature-flags/feature-flags.js'
export {
  type GrowthbookOptions,
  growthbookIntegration,
} from './integrations/feature-flags/growthbook.js'
export {
  buildLaunchDarklyFlagUsedHandler,
  type LaunchDarklyFlagUsedHandler,
  launchDarklyIntegration,
} from './integrations/feature-flags/launch-darkly.js'
export {
  type OpenFeatureHook,
  OpenFeatureIntegrationHook,
  openFeatureIntegration,
} from './integrations/feature-flags/open-feature.js'
export { type StatsigOptions, statsigIntegration } from './integrations/feature-flags/statsig.js'
export { type UnleashOptions, unleashIntegration } from './integrations/feature-flags/unleash.js'
export { functionToStringIntegration } from './integrations/function-to-string.js'
export { linkedErrorsIntegration } from './integrations/linked-errors.js'
export { moduleMetadataIntegration } from './integrations/module-metadata.js'
export {
  type RewriteFramesOptions,
  rewriteFramesIntegration,
} from './integrations/rewrite-frames.js'
export {
  type ThirdPartyErrorFilterOptions,
  thirdPartyErrorFilterIntegration,
} from './integrations/third-party-errors.js'
export { type ZodErrorsOptions, zodErrorsIntegration } from './integrations/zod-errors.js'
export { commonNoise } from './noise.js'
export type { Consent, DataCollection, Options, ResolvedOptions } from './options.js'
export type { FloodOptions } from './pipeline/flood-control.js'
export type { NoiseId, NoiseRule, NoiseRules, Suspect } from './pipeline/noise.js'
export { scrubPersonal, scrubSource } from './pipeline/secrets.js'
export type { MonitorSchedule, SerializedCheckIn } from './protocol/check-in.js'
export type {
  ClientReport,
  DataCategory,
  DiscardedEvents,
  DiscardReason,
} from './protocol/client-report.js'
export type {
  Envelope,
  EnvelopeHeaders,
  EnvelopeItem,
  EventPayload,
  ItemHeaders,
  ItemPayload,
  ItemType,
} from './protocol/envelope.js'
export type {
  Breadcrumb,
  BreadcrumbHint,
  Context,
  Contexts,
  DebugImage,
  Event,
  Exception,
  Extras,
  FeedbackContext,
  FeedbackEvent,
  LogEntry,
  Mechanism,
  Primitive,
  Request,
  SdkInfo,
  SeverityLevel,
  StackFrame,
  Stacktrace,
  User,
} from './protocol/event.js'
export type { SerializedSession, SessionStatus } from './protocol/session.js'
export {
  type ActiveScopes,
  type ContextManager,
  forkIsolation,
  getClient,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  setContextManager,
  setCurrentClient,
  withIsolationScope,
  withScope,
} from './scope/current.js'
export { owns } from './scope/owner.js'
export {
  type CaptureContext,
  type PropagationContext,
  Scope,
  type ScopeContext,
  type ScopeData,
} from './scope/scope.js'
export {
  beginSession,
  captureSession,
  closeSession,
  endSession,
  type Session,
  type SessionContext,
  sendSession,
  startSession,
} from './scope/session.js'
export { debug, warn } from './support/debug.js'
export { authFields, type DsnComponents, envelopeUrl, parseDsn } from './support/dsn.js'
export { patch, unpatched } from './support/patch.js'
export { matchesSome } from './support/patterns.js'
export { isThenable, safely } from './support/safely.js'
export { startDeadline, startTimer } from './support/time.js'
export { wrapped } from './support/wrapped.js'
export { continueTrace, type IncomingTrace, startNewTrace } from './trace/continue.js'
export { getTraceData, getTraceMetaTags, type SerializedTraceData } from './trace/trace-data.js'
export { VERSION } from './version.js'
