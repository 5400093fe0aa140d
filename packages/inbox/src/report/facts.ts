import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../event/fields.js'
import type { Paint } from '../terminal/paint.js'

const mostCrumbs = 30
const mostPairs = 50

/** What led up to the event, the latest last. */
export function breadcrumbLines(event: unknown, paint: Paint): string[] {
  const crumbs = listOf(fieldsOf(event)?.breadcrumbs)
  const lines = crumbs.slice(-mostCrumbs).map((crumb) => {
    const category = textOf(crumb.category) ?? textOf(crumb.type) ?? ''
    const level = textOf(crumb.level)
    const words = [category, level === 'info' ? '' : (level ?? ''), textOfCrumb(crumb)]
    return `  ${paint(clockTime(crumb.timestamp), 'dim')}  ${paint(words.filter(Boolean).join('  '))}`
  })
  return section('Breadcrumbs', lines)
}

/** Tags, user, request and contexts, as far as the event has them. */
export function factLines(event: unknown, paint: Paint): string[] {
  const { tags, user, request, contexts, extra } = fieldsOf(event) ?? {}
  const { headers, ...asked } = fieldsOf(request) ?? {}
  return [
    ...section('Tags', pairs(tagsOf(tags), paint)),
    ...section('User', pairs(fieldsOf(user), paint)),
    ...section('Request', pairs(asked, paint)),
    ...section('Contexts', pairs(fieldsOf(contexts), paint)),
    ...section('Extra', pairs(fieldsOf(extra), paint)),
  ]
}

function pairs(fields: Fields = {}, paint: Paint): string[] {
  const entries = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null,
  )
  const lines = entries.slice(0, mostPairs).map(([key, value]) => {
    return `  ${paint(key, 'dim')}  ${paint(asText(value))}`
  })
  const left = entries.length - mostPairs
  return left > 0 ? [...lines, `  … and ${left} more`] : lines
}

/** Tags come as an object, or as a list of pairs. */
function tagsOf(tags: unknown): Fields | undefined {
  if (!Array.isArray(tags)) return fieldsOf(tags)
  return Object.fromEntries(tags.filter(Array.isArray).map(([key, value]) => [String(key), value]))
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines]
}

function textOfCrumb(crumb: Fields): string {
  const data = fieldsOf(crumb.data) ?? {}
  const { from, to, method, url, status_code: status, reason } = data
  if (from !== undefined && to !== undefined) return `${asText(from)} → ${asText(to)}`
  if (url !== undefined) {
    return [method, url, status, reason]
      .filter((part) => part !== undefined)
      .map(asText)
      .join(' ')
  }
  return textOf(crumb.message) ?? (Object.keys(data).length > 0 ? asText(data) : '')
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function clockTime(timestamp: unknown): string {
  const seconds = numberOf(timestamp)
  const time = new Date(seconds === undefined ? String(timestamp) : seconds * 1000)
  return Number.isNaN(time.getTime()) ? '--:--:--' : time.toISOString().slice(11, 19)
}
