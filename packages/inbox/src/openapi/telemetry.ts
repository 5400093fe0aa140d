import type {
  CheckInsAnswer,
  DeliveryAnswer,
  FeedbackAnswer,
  LogAnswer,
  LogsAnswer,
  ReleaseAnswer,
  ReleasesAnswer,
  SpanAnswer,
  TraceAnswer,
  TraceEntry,
  TransactionAnswer,
  TransactionBucket,
  TransactionGroup,
  TransactionSample,
  TransactionSamplesAnswer,
  TransactionsAnswer,
} from '../api/answers.js'
import type { Operations } from './operation.js'
import {
  about,
  anyJson,
  anyObject,
  count,
  either,
  list,
  named,
  number,
  object,
  oneOf,
  optional,
  type Schema,
  text,
  time,
} from './schema.js'

const milliseconds = about('Milliseconds.', number)
const share = about('From 0 to 1; absent without sessions.', number)
const logLevel: Schema<LogAnswer['level']> = oneOf(
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
)

const buckets = about(
  'One for each stretch of time, oldest first.',
  list(
    named(
      'TransactionBucket',
      object<TransactionBucket>({
        at: time,
        count,
        failures: count,
        p50: optional(milliseconds),
        p95: optional(milliseconds),
      }),
    ),
  ),
)

const span: Schema<SpanAnswer> = named(
  'Span',
  object<SpanAnswer>({
    id: text,
    parentId: optional(text),
    depth: count,
    op: text,
    description: text,
    status: text,
    offset: about('Milliseconds after the start of the root.', number),
    duration: milliseconds,
  }),
)

export const log: Schema<LogAnswer> = named(
  'Log',
  object<LogAnswer>({
    seq: count,
    project: text,
    timestamp: time,
    level: logLevel,
    body: text,
    traceId: optional(text),
    spanId: optional(text),
    environment: optional(text),
    release: optional(text),
    attributes: anyObject<LogAnswer['attributes']>('By their names.'),
  }),
)

const transactionFilters = {
  project: text,
  environment: text,
  release: text,
  hours: about('How far to look back; 24 unless it is given.', count),
}

type Entry<Kind> = Extract<TraceEntry, { kind: Kind }>
const entry = { timestamp: time, project: text }

export const telemetryOperations: Operations = {
  'GET /transactions': {
    summary: 'Transactions by their names, the slowest first',
    query: transactionFilters,
    answer: object<TransactionsAnswer>({
      transactions: list(
        object<TransactionGroup>({
          project: text,
          name: text,
          op: text,
          count,
          failures: count,
          p50: milliseconds,
          p95: milliseconds,
          lastSeen: time,
        }),
      ),
      buckets,
    }),
  },
  'GET /transactions/by-name': {
    summary: 'The newest transactions of a name',
    query: { ...transactionFilters, name: text, limit: count },
    required: ['project', 'name'],
    answer: object<TransactionSamplesAnswer>({
      samples: list(
        object<TransactionSample>({
          id: text,
          traceId: text,
          startedAt: time,
          duration: milliseconds,
          status: text,
        }),
      ),
      buckets,
    }),
  },
  'GET /transactions/:id': {
    summary: 'A transaction with its spans, and the errors of its trace',
    answer: object<TransactionAnswer>({
      id: text,
      project: text,
      name: text,
      op: text,
      status: text,
      traceId: text,
      startedAt: time,
      duration: milliseconds,
      environment: optional(text),
      release: optional(text),
      spans: list(span),
      errors: list(
        object<TransactionAnswer['errors'][number]>({
          eventId: text,
          issueId: text,
          title: text,
          timestamp: time,
        }),
      ),
      payload: anyJson<unknown>('As it was sent. Nothing in it has been checked.'),
    }),
  },
  'GET /traces/:id': {
    summary: 'All that is known of a trace, oldest first',
    answer: object<TraceAnswer>({
      entries: list(
        either<TraceEntry>(
          object<Entry<'transaction'>>({
            ...entry,
            kind: oneOf('transaction'),
            id: text,
            name: text,
            op: text,
            status: text,
            duration: milliseconds,
          }),
          object<Entry<'error'>>({
            ...entry,
            kind: oneOf('error'),
            id: text,
            issueId: text,
            title: text,
            level: text,
          }),
          object<Entry<'log'>>({
            ...entry,
            kind: oneOf('log'),
            seq: count,
            level: logLevel,
            body: text,
          }),
        ),
      ),
    }),
  },
  'GET /releases': {
    summary: 'Releases with their health, the newest first',
    query: { project: text, environment: text, limit: count },
    answer: object<ReleasesAnswer>({
      releases: list(
        object<ReleaseAnswer>({
          project: text,
          version: text,
          firstSeen: time,
          lastSeen: time,
          events: count,
          newIssues: count,
          sessions: count,
          crashed: count,
          errored: count,
          crashFree: optional(share),
          users: count,
          crashFreeUsers: optional(share),
        }),
      ),
    }),
  },
  'GET /logs': {
    summary: 'Logs, the newest first',
    query: {
      query: text,
      level: logLevel,
      project: text,
      trace: text,
      environment: text,
      release: text,
      before: about('A `seq`: only what came before that.', count),
      limit: count,
    },
    answer: object<LogsAnswer>({ logs: list(log) }),
  },
  'GET /feedback': {
    summary: 'What users said, the newest first',
    query: { issue: text, project: text, limit: count },
    answer: object<FeedbackAnswer>({
      feedback: list(
        object<FeedbackAnswer['feedback'][number]>({
          id: text,
          project: text,
          receivedAt: time,
          name: optional(text),
          email: optional(text),
          message: text,
          url: optional(text),
          source: optional(text),
          eventId: optional(text),
          issueId: optional(text),
        }),
      ),
    }),
  },
  'GET /check-ins': {
    summary: 'Monitors with their latest check-ins, newest first',
    query: { project: text, limit: count },
    answer: object<CheckInsAnswer>({
      monitors: list(
        object<CheckInsAnswer['monitors'][number]>({
          project: text,
          slug: text,
          environment: text,
          status: oneOf('ok', 'error', 'in_progress', 'missed', 'timeout'),
          schedule: optional(text),
          nextAt: optional(time),
          checkIns: list(
            object<CheckInsAnswer['monitors'][number]['checkIns'][number]>({
              id: text,
              status: text,
              at: time,
              duration: optional(milliseconds),
            }),
          ),
        }),
      ),
    }),
  },
  'GET /delivery': {
    summary: 'What SDKs captured and did not send, by reason, and what was accepted',
    query: { project: text },
    answer: object<DeliveryAnswer>({
      discards: list(
        object<DeliveryAnswer['discards'][number]>({
          project: text,
          reason: text,
          category: text,
          quantity: count,
        }),
      ),
      hours: about('For each of the last 24 hours, oldest first.', list(count)),
      accepted: list(
        object<DeliveryAnswer['accepted'][number]>({
          project: text,
          events: count,
          transactions: count,
          logs: count,
        }),
      ),
    }),
  },
}
