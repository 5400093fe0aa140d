import { compareReleases } from './releases.js'
import type { IssueRow } from './row.js'

/**
 * Whether an event shows that a resolved problem is back. One of the release that it was resolved in, or of an older one,
 * does not: that code is still out there. Without releases, whatever happens after the resolution does.
 */
export function isRegression(
  { status, resolved_at, resolved_in }: IssueRow,
  event: { timestamp: string; release?: string },
): boolean {
  if (status !== 'resolved' || resolved_at === null) return false
  const isLater = Date.parse(event.timestamp) > resolved_at.getTime()
  if (resolved_in === null || event.release === undefined) return isLater
  const order = compareReleases(event.release, resolved_in)
  return order === undefined ? isLater && event.release !== resolved_in : order > 0
}
