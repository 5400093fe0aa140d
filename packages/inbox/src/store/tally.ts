import { fieldsOf, listOf, numberOf, textOf } from '../event/fields.js'
import type { Issue, StoredEvent, StoredItem, Totals } from '../event/stored.js'

export type DiscardCounts = Map<string, Totals['discarded'][number]>

/** The issue as it stands with one more event. */
export function updateIssue(issue: Issue | undefined, event: StoredEvent): Issue {
  const { title, culprit, level, platform, handled, project, timestamp } = event
  return {
    id: event.issueId,
    project,
    title,
    culprit,
    level,
    platform,
    ...(handled !== undefined && { handled }),
    count: (issue?.count ?? 0) + occurrencesOf(event),
    firstSeen: issue && issue.firstSeen < timestamp ? issue.firstSeen : timestamp,
    lastSeen: issue && issue.lastSeen > timestamp ? issue.lastSeen : timestamp,
    latestEventId: event.id,
  }
}

/** How often it happened: an SDK that holds a flood back says on the next event how many it stands for. */
function occurrencesOf({ event }: StoredEvent): number {
  const contexts = fieldsOf(fieldsOf(event)?.contexts)
  const suppressed = numberOf(fieldsOf(contexts?.mayday)?.suppressed) ?? 0
  return 1 + Math.max(Math.trunc(suppressed), 0)
}

/** Adds up what the client reports among these items say. */
export function countDiscarded(counts: DiscardCounts, items: StoredItem[]): void {
  for (const item of items) {
    if (item.headers.type !== 'client_report') continue
    for (const entry of listOf(fieldsOf(parse(item.payload))?.discarded_events)) {
      const reason = textOf(entry.reason) ?? 'unknown'
      const category = textOf(entry.category) ?? 'unknown'
      const key = `${reason} ${category}`
      const quantity = (counts.get(key)?.quantity ?? 0) + (numberOf(entry.quantity) ?? 0)
      counts.set(key, { reason, category, quantity })
    }
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
