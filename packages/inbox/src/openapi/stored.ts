import type { EventPayload, SeverityLevel } from '@mayday/core'
import type { ResolvedFrame } from '../event/exceptions.js'
import type { EventRef, Issue, StoredEvent, StoredItem } from '../event/stored.js'
import {
  about,
  anyObject,
  count,
  flag,
  list,
  named,
  nullable,
  object,
  oneOf,
  optional,
  type Schema,
  text,
  time,
} from './schema.js'

export const level: Schema<SeverityLevel> = oneOf('fatal', 'error', 'warning', 'info', 'debug')
export const status: Schema<Issue['status']> = oneOf('open', 'resolved', 'ignored')

const summary = {
  title: text,
  culprit: about('Where it happened; empty when that is not known.', text),
  level,
  platform: text,
  handled: optional(about('false: nobody caught it.', flag)),
}

const issueMembers = {
  ...summary,
  id: text,
  project: text,
  status,
  regressedAt: optional(about('When it happened again after it had been resolved.', time)),
  count: about('How often it happened, with what SDKs held back of a flood.', count),
  users: count,
  firstSeen: time,
  lastSeen: time,
  firstRelease: optional(text),
  lastRelease: optional(text),
  latestEventId: text,
}

export const issue: Schema<Issue> = named('Issue', object<Issue>(issueMembers))

export const listedIssue: Schema<Issue & { trend: number[] }> = named(
  'ListedIssue',
  object<Issue & { trend: number[] }>({
    ...issueMembers,
    trend: about('How often in each of the last 24 hours, oldest first.', list(count)),
  }),
)

export const eventRef: Schema<EventRef> = object<EventRef>({ id: text, timestamp: time })

const item: Schema<StoredItem> = named(
  'Item',
  object<StoredItem>({
    headers: anyObject<StoredItem['headers']>('As they came; with the type.'),
    size: about('Bytes.', count),
    encoding: oneOf('utf8', 'base64'),
    payload: about('Empty where it is large: it has an address of its own.', text),
  }),
)

const frame = anyObject<ResolvedFrame>('A frame as the protocol has it; `raw` is the one sent.')

export const event: Schema<StoredEvent> = named(
  'Event',
  object<StoredEvent>({
    ...summary,
    id: text,
    issueId: text,
    project: text,
    receivedAt: time,
    timestamp: time,
    event: anyObject<EventPayload>('The payload as it was sent. Nothing in it has been checked.'),
    resolved: optional(
      about('Of each exception, the frames as found in the sources.', list(nullable(list(frame)))),
    ),
    items: list(item),
  }),
)
