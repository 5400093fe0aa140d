import { countsOf } from '../report/issue.js'
import { harmless } from '../terminal/paint.js'
import type { Alert, Batch } from './alert.js'
import type { AlertKind } from './options.js'

const mostListed = 10

const names: Record<AlertKind, [one: string, many: string]> = {
  new: ['new issue', 'new issues'],
  regression: ['regression', 'regressions'],
  spike: ['spike', 'spikes'],
}

/** One line: `New issue in shop: TypeError: no cart`, or how many there are of each kind. */
export function headline({ alerts, omitted }: Batch, quote: (text: string) => string): string {
  const [first] = alerts
  if (first && alerts.length === 1 && omitted === 0) {
    const { kind, issue } = first
    return `${capital(names[kind][0])} in ${quote(issue.project)}: ${quote(issue.title)}`
  }
  const counts = (Object.keys(names) as AlertKind[]).flatMap((kind) => {
    const count = alerts.filter((alert) => alert.kind === kind).length
    return count === 0 ? [] : `${count} ${names[kind][count === 1 ? 0 : 1]}`
  })
  if (counts.length === 0) {
    return `${omitted} alert${omitted === 1 ? '' : 's'}, too many or too old to be kept`
  }
  return [...counts, ...(omitted > 0 ? [`${omitted} more`] : [])].join(', ')
}

/** The whole message: of one alert what is known, of several a line each. */
export function message(batch: Batch, url: string, quote: (text: string) => string): string {
  const { alerts } = batch
  const [first] = alerts
  if (first && alerts.length === 1 && batch.omitted === 0) {
    return [headline(batch, quote), ...details(first, url, quote)].join('\n')
  }
  const left = alerts.length - mostListed
  return [
    headline(batch, quote),
    ...alerts.slice(0, mostListed).map((alert) => `${lineOf(alert, quote)}\n${linkOf(alert, url)}`),
    left > 0 ? `… and ${left} more: ${url}` : first ? '' : url,
  ]
    .filter(Boolean)
    .join('\n')
}

function lineOf({ kind, issue }: Alert, quote: (text: string) => string): string {
  return `${capital(names[kind][0])} in ${quote(issue.project)}: ${quote(issue.title)}`
}

function details(alert: Alert, url: string, quote: (text: string) => string): string[] {
  const { issue, spike } = alert
  const often = spike
    ? `${spike.thisHour} times in this hour, ${Math.round(spike.usual * 10) / 10} is usual`
    : countsOf(issue)
  const release = issue.lastRelease === undefined ? '' : `, ${quote(issue.lastRelease)}`
  return [
    ...(issue.culprit ? [quote(issue.culprit)] : []),
    `${issue.level}, ${often}${release}`,
    linkOf(alert, url),
  ]
}

export function linkOf({ issue }: Alert, url: string): string {
  return `${url}/#/issues/${encodeURIComponent(issue.id)}`
}

/** A text of an event that can be nothing but text: in a mail's subject too. */
export function asPlain(text: string): string {
  return harmless(text)
}

/**
 * The same for Slack and Mattermost: set as code, in which nothing is a link, mentions nobody and calls no channel.
 */
export function asCode(text: string): string {
  const shown = harmless(text).replaceAll('`', 'ˋ').replaceAll('<', '‹').replaceAll('>', '›')
  return shown.trim() === '' ? '' : `\`${shown}\``
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
