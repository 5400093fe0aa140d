import type {
  EventAnswer,
  FiltersAnswer,
  IssueAnswer,
  IssuesAnswer,
  TotalsAnswer,
} from '../api/answers.js'
import type { Issue } from '../event/stored.js'
import type { Operations } from './operation.js'
import { about, count, list, object, oneOf, optional, text } from './schema.js'
import { event, eventRef, issue, level, listedIssue, status } from './stored.js'

export const issueOperations: Operations = {
  'GET /issues': {
    summary: 'Issues, a page at a time',
    query: {
      query: about('Words that all occur in the title or the place, or an id.', text),
      project: text,
      status,
      level,
      platform: text,
      environment: text,
      release: text,
      tag: about('key:value; may be given more than once.', text),
      sort: oneOf('lastSeen', 'firstSeen', 'count', 'users'),
      limit: about('From 0 to 500; 50 unless it is given.', count),
      offset: count,
    },
    answer: object<IssuesAnswer>({
      issues: list(listedIssue),
      total: about('How many there are on all pages.', count),
    }),
  },
  'GET /issues/:id': {
    summary: 'An issue with its latest event',
    answer: object<IssueAnswer>({
      issue,
      events: about('The newest hundred, newest first.', list(eventRef)),
      latest: event,
      tags: about(
        'The five most frequent values of each.',
        list(
          object<IssueAnswer['tags'][number]>({
            key: text,
            values: list(object<{ value: string; count: number }>({ value: text, count })),
          }),
        ),
      ),
      days: about('How often in each of the last 30 days, oldest first.', list(count)),
    }),
  },
  'POST /issues/:id': {
    summary: 'Gives an issue a status, or merges another one into it',
    body: object<{ status?: Issue['status']; merge?: string }>({
      status: optional(status),
      merge: optional(about('The id of the issue that becomes a part of this one.', text)),
    }),
    answer: object<{ issue: Issue }>({ issue }),
  },
  'GET /events/:id': {
    summary: 'An event, and its neighbours in the issue',
    answer: object<EventAnswer>({
      event,
      issue,
      older: optional(about('The id of the event before.', text)),
      newer: optional(about('The id of the event after.', text)),
    }),
  },
  'GET /filters': {
    summary: 'What issues can be filtered by',
    answer: object<FiltersAnswer>({
      projects: list(text),
      levels: list(text),
      platforms: list(text),
      environments: list(text),
      releases: about('The newest first.', list(text)),
    }),
  },
  'GET /totals': {
    summary: 'How much there is, and what SDKs say they never sent',
    answer: object<TotalsAnswer>({
      events: count,
      issues: count,
      discarded: list(
        object<TotalsAnswer['discarded'][number]>({
          reason: text,
          category: text,
          quantity: count,
        }),
      ),
    }),
  },
}
