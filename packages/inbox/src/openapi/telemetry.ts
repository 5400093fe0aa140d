import type {
  CheckInsAnswer,
  DeliveryAnswer,
  FeedbackAnswer,
  LogAnswer,
  LogsAnswer,
  ReleaseAnswer,
  ReleasesAnswer,
} from '../api/answers.js'
import type { Operations } from './operation.js'
import {
  about,
  anyObject,
  count,
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

const share = about('From 0 to 1; absent without sessions.', number)
export const logLevel: Schema<LogAnswer['level']> = oneOf(
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
)

const log: Schema<LogAnswer> = named(
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

export const telemetryOperations: Operations = {
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
