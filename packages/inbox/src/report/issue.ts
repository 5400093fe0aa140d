import type { EventAnswer, IssueAnswer } from '../api/answers.js'
import { fieldsOf, textOf } from '../event/fields.js'
import type { Issue, StoredEvent } from '../event/stored.js'
import { messageOf } from '../event/summary.js'
import { levelStyle, type Paint } from '../terminal/paint.js'
import { breadcrumbLines, factLines } from './facts.js'
import { stackLines } from './stack.js'

/** An issue, or one event of it, with everything that helps to mend it, as lines of text. */
export function reportOf(answer: IssueAnswer | EventAnswer, url: string, paint: Paint): string[] {
  const event = 'latest' in answer ? answer.latest : answer.event
  const { issue } = answer
  return [
    ...headLines(event, issue, paint),
    `${url}/#/issues/${paint(issue.id)}`,
    ...messageLines(event, paint),
    ...stackLines(event, paint),
    ...factLines(event.event, paint),
    ...breadcrumbLines(event.event, paint),
  ]
}

function headLines(event: StoredEvent, issue: Issue, paint: Paint): string[] {
  const { environment, release } = fieldsOf(event.event) ?? {}
  const handled = event.handled === undefined ? '' : event.handled ? 'handled' : 'unhandled'
  const where = [`project ${event.project}`, event.platform, textOf(environment), textOf(release)]
  const marks = [handled, ...where].filter(Boolean).join(' · ')
  return [
    paint(event.title, 'bold'),
    ...(event.culprit ? [paint(event.culprit, 'cyan')] : []),
    `${paint(event.level, levelStyle(event.level))} · ${paint(marks)}`,
    '',
    `Issue  ${paint(issue.id)}  ${issue.status}, ${countsOf(issue)}`,
    `       first ${issue.firstSeen}${paint(inRelease(issue.firstRelease))}`,
    `       last  ${issue.lastSeen}${paint(inRelease(issue.lastRelease))}`,
    ...(issue.regressedAt ? [`       came back ${issue.regressedAt} after it was resolved`] : []),
    `Event  ${paint(event.id)}  ${event.timestamp}`,
  ]
}

function messageLines(event: StoredEvent, paint: Paint): string[] {
  const message = messageOf(event.event)
  if (message === undefined || message.trim() === event.title) return []
  return ['', ...message.split('\n').map((line) => paint(line))]
}

/** `12 times, 3 users` */
export function countsOf({ count, users }: Issue): string {
  return `${count === 1 ? 'once' : `${count} times`}${users > 0 ? `, ${users} user${users === 1 ? '' : 's'}` : ''}`
}

function inRelease(release: string | undefined): string {
  return release === undefined ? '' : ` in ${release}`
}
