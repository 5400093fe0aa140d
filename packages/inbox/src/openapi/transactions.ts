import type {
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
  count,
  either,
  list,
  milliseconds,
  named,
  number,
  object,
  oneOf,
  optional,
  type Schema,
  text,
  time,
} from './schema.js'
import { logLevel } from './telemetry.js'

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

const transactionFilters = {
  project: text,
  environment: text,
  release: text,
  hours: about('How far to look back; 24 unless it is given.', count),
}

type Entry<Kind> = Extract<TraceEntry, { kind: Kind }>
const entry = { timestamp: time, project: text }

export const transactionOperations: Operations = {
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
}
