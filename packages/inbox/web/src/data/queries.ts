import {
  infiniteQueryOptions,
  keepPreviousData,
  QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import type {
  AttachmentsAnswer,
  CheckInsAnswer,
  DeliveryAnswer,
  EventAnswer,
  FeedbackAnswer,
  FiltersAnswer,
  IssueAnswer,
  IssuesAnswer,
  LogsAnswer,
  ReleasesAnswer,
  TotalsAnswer,
  TraceAnswer,
  TransactionAnswer,
  TransactionSamplesAnswer,
  TransactionsAnswer,
} from '../../../src/api/answers.js'
import { getJson, Refused } from './api.js'

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The Inbox is on this machine: a laptop without a network has it all the same.
        networkMode: 'always',
        staleTime: 2000,
        gcTime: 60_000,
        retry: (failures, error) => !(error instanceof Refused) && failures < 2,
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/** What the API answers at that path; while parameters change, the last answer stays. */
function answerAt<T>(key: string, path: string) {
  return queryOptions({
    queryKey: [key, path] as const,
    queryFn: ({ signal }) => getJson<T>(path, signal),
    placeholderData: keepPreviousData,
  })
}

export const issuesQuery = (params: string) => answerAt<IssuesAnswer>('issues', `/issues?${params}`)
export const filtersQuery = answerAt<FiltersAnswer>('filters', '/filters')
export const totalsQuery = answerAt<TotalsAnswer>('totals', '/totals')
export const releasesQuery = (params: string) =>
  answerAt<ReleasesAnswer>('releases', `/releases?${params}`)
export const feedbackQuery = (params: string) =>
  answerAt<FeedbackAnswer>('feedback', `/feedback?${params}`)
export const checkInsQuery = answerAt<CheckInsAnswer>('check-ins', '/check-ins')
export const deliveryQuery = (params: string) =>
  answerAt<DeliveryAnswer>('delivery', `/delivery?${params}`)
export const transactionsQuery = (params: string) =>
  answerAt<TransactionsAnswer>('transactions', `/transactions?${params}`)
export const samplesQuery = (params: string) =>
  answerAt<TransactionSamplesAnswer>('transactions', `/transactions/by-name?${params}`)

/** One thing by its id: while another is asked for, nothing of the last is shown. */
function oneAt<T>(key: string, id: string, path: string) {
  return queryOptions({
    queryKey: [key, id] as const,
    queryFn: ({ signal }) => getJson<T>(path, signal),
  })
}

export const issueQuery = (id: string) =>
  oneAt<IssueAnswer>('issue', id, `/issues/${encodeURIComponent(id)}`)
export const eventQuery = (id: string) =>
  oneAt<EventAnswer>('event', id, `/events/${encodeURIComponent(id)}`)
export const attachmentsQuery = (eventId: string) =>
  oneAt<AttachmentsAnswer>(
    'attachments',
    eventId,
    `/events/${encodeURIComponent(eventId)}/attachments`,
  )
export const transactionQuery = (id: string) =>
  oneAt<TransactionAnswer>('transaction', id, `/transactions/${encodeURIComponent(id)}`)
export const traceQuery = (id: string) =>
  oneAt<TraceAnswer>('trace', id, `/traces/${encodeURIComponent(id)}`)

export const logsAtOnce = 200

/** Logs, the newest first, with as many older pages as were asked for. */
export const logsQuery = (params: string) =>
  infiniteQueryOptions({
    queryKey: ['logs', params] as const,
    queryFn: ({ signal, pageParam }) =>
      getJson<LogsAnswer>(
        `/logs?${params}&limit=${logsAtOnce}${pageParam === undefined ? '' : `&before=${pageParam}`}`,
        signal,
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ logs }) => (logs.length < logsAtOnce ? undefined : logs.at(-1)?.seq),
    placeholderData: keepPreviousData,
    maxPages: 10,
  })
