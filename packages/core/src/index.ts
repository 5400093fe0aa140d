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
