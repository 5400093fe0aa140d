import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../../src/event/fields.js'
import { asText } from './text.js'

/** A breadcrumb as far as it could be read. */
export interface Crumb {
  /** Absent when it gives none that can be. */
  time?: Date
  category: string
  level?: string
  text: string
  /** What the text does not say. */
  data: Fields
}

/** The breadcrumbs of an event, the latest first. */
export function crumbsOf(event: unknown): Crumb[] {
  return listOf(fieldsOf(event)?.breadcrumbs).toReversed().map(readCrumb)
}

function readCrumb(crumb: Fields): Crumb {
  const time = timeOf(crumb)
  const level = textOf(crumb.level)
  return {
    ...(time && { time }),
    ...(level !== undefined && { level }),
    category: textOf(crumb.category) ?? textOf(crumb.type) ?? '',
    ...wordsOf(crumb),
  }
}

function timeOf(crumb: Fields): Date | undefined {
  const seconds = numberOf(crumb.timestamp)
  const time = new Date(seconds === undefined ? String(crumb.timestamp) : seconds * 1000)
  return Number.isNaN(time.getTime()) ? undefined : time
}

function wordsOf(crumb: Fields): { text: string; data: Fields } {
  const { from, to, method, url, status_code: status, reason, ...data } = fieldsOf(crumb.data) ?? {}
  const message = textOf(crumb.message)
  if (from !== undefined && to !== undefined) {
    return { text: `${asText(from)} → ${asText(to)}`, data }
  }
  if (url !== undefined) {
    const parts = [method, url, status, reason].filter((part) => part !== undefined)
    return { text: parts.map(asText).join(' '), data }
  }
  return { text: message ?? '', data }
}
