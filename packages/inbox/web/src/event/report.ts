import { isInApp, type ResolvedFrame, resolvedExceptionsOf } from '../../../src/event/exceptions.js'
import { type Fields, fieldsOf, textOf } from '../../../src/event/fields.js'
import type { Issue, StoredEvent } from '../../../src/event/stored.js'
import { fileOf, functionOf, messageOf } from '../../../src/event/summary.js'
import { countOf, duration } from '../shell/words.js'
import { relationOf, treeOf } from './causes.js'
import { crumbsOf } from './crumbs.js'
import { pairsOf } from './pairs.js'

const mostFrames = 25
const mostCrumbs = 15

/** An event as text for a bug report, without what is somebody's own: user, headers, cookies and queries. */
export function reportOf(event: StoredEvent, issue: Issue): string {
  const fields = fieldsOf(event.event) ?? {}
  const blocks = [
    [event.title, ...(event.culprit ? [`at ${event.culprit}`] : [])].join('\n'),
    factsOf(event, issue, fields),
    messageBlock(event, fields),
    exceptionsBlock(event),
    crumbsBlock(event),
    tagsBlock(fields),
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

function factsOf(event: StoredEvent, issue: Issue, fields: Fields): string {
  const request = fieldsOf(fields.request)
  const url = textOf(request?.url)?.replace(/[?#].*$/, '')
  const rows: [string, string | undefined][] = [
    ['Level', `${event.level}${event.handled === false ? ', unhandled' : ''}`],
    ['Release', textOf(fields.release)],
    ['Environment', textOf(fields.environment)],
    ['Platform', event.platform],
    ['Request', url && `${textOf(request?.method) ?? 'GET'} ${url}`],
    ['Happened', event.timestamp],
    [
      'Seen',
      `${countOf(issue.count, 'time')} since ${issue.firstSeen}, by ${countOf(issue.users, 'user')}`,
    ],
    ['Event', event.id],
  ]
  return rows.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : [])).join('\n')
}

function messageBlock({ title }: StoredEvent, fields: Fields): string {
  const message = messageOf(fields)
  return message === undefined || message.trim() === title ? '' : message.slice(0, 4000)
}

function exceptionsBlock(event: StoredEvent): string {
  const found = resolvedExceptionsOf(event.event, event.resolved)
  return treeOf(found)
    .map(({ exception }, index) => {
      const words = [exception.type, exception.value].filter(Boolean).join(': ')
      const relation = index === 0 ? '' : `${relationOf(exception, found)}: `
      return [`${relation}${words || 'Error'}`, ...framesOf(exception.frames)].join('\n')
    })
    .join('\n\n')
}

function framesOf(frames: ResolvedFrame[]): string[] {
  const newest = frames.toReversed()
  const left = newest.length - mostFrames
  const lines = newest.slice(0, mostFrames).flatMap(lineOf)
  return left > 0 ? [...lines, `    … ${countOf(left, 'frame')} more`] : lines
}

/** With the line of source where it is the program's own. */
function lineOf(frame: ResolvedFrame): string[] {
  const place = [fileOf(frame) || 'unknown file', frame.lineno, frame.colno]
  const at = place.filter((part) => part !== undefined).join(':')
  const line = `    at ${functionOf(frame) ?? '(anonymous)'} (${at})`
  const source = isInApp(frame) ? frame.context_line?.trim().slice(0, 200) : ''
  return source ? [line, `        ${source}`] : [line]
}

function crumbsBlock(event: StoredEvent): string {
  const at = Date.parse(event.timestamp)
  const lines = crumbsOf(event.event)
    .slice(0, mostCrumbs)
    .map(({ time, category, text }) => {
      const when = time ? duration(time.getTime() - at) : ''
      return `    ${when.padStart(10)}  ${category}  ${text.replace(/\s+/g, ' ').slice(0, 200)}`
    })
  return lines.length === 0 ? '' : ['What led there, the latest first:', ...lines].join('\n')
}

function tagsBlock(fields: Fields): string {
  const tags = pairsOf(fields.tags).map(([key, value]) => `${key}=${value}`)
  return tags.length === 0 ? '' : `Tags: ${tags.join(', ')}`
}
