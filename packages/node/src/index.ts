export {
  type Attachment,
  addBreadcrumb,
  addEventProcessor,
  addIntegration,
  annotate,
  type Breadcrumb,
  type BreadcrumbHint,
  type CaptureContext,
  type Client,
  captureEvent,
  captureException,
  captureMessage,
  close,
  continueTrace,
  createTransport,
  dedupeIntegration,
  type Event,
  type EventHint,
  type EventProcessor,
  type Exception,
  flush,
  getClient,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  getTraceData,
  getTraceMetaTags,
  type IncomingTrace,
  type Integration,
  isEnabled,
  isInitialized,
  lastEventId,
  type ParameterizedString,
  parameterize,
  Scope,
  type ScopeContext,
  type SerializedTraceData,
  type SeverityLevel,
  type StackFrame,
  type Stats,
  setConsent,
  setContext,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
  startNewTrace,
  type Transport,
  type TransportOptions,
  type TransportResponse,
  type User,
  withIsolationScope,
  withScope,
} from '@mayday/core'
export { NodeClient, type NodeClientOptions } from './client.js'
export { makeNodeTransport } from './delivery/http.js'
export {
  type ExpressErrorMiddleware,
  type ExpressHandlerOptions,
  expressErrorHandler,
  setupExpressErrorHandler,
} from './frameworks/express.js'
export { getDefaultIntegrations, init, type NodeOptions } from './init.js'
export { consoleIntegration } from './integrations/console.js'
export { contextLinesIntegration } from './integrations/context-lines.js'
export { httpIntegration } from './integrations/http-server.js'
export { nodeContextIntegration } from './integrations/node-context.js'
export { requestDataIntegration } from './integrations/request-data.js'
export { onUncaughtExceptionIntegration } from './integrations/uncaught-exception.js'
export { onUnhandledRejectionIntegration } from './integrations/unhandled-rejection.js'
export { defaultStackParser } from './stack.js'
export { wrapHandler } from './wrap-handler.js'
