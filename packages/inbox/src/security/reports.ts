import { cutText, defined, type Fields, fieldsOf, textOf } from '../event/fields.js'
import { cspFacts, cspTitle } from './csp.js'

/** Something that a browser reports by itself. */
export interface Report {
  /** As the Reporting API names it, such as `csp-violation`. */
  type: string
  /** The page that it is about. */
  url?: string
  userAgent?: string
  body: Fields
}

/** What is known of a report beside what it says. */
export interface ReportSource {
  userAgent?: string | undefined
  release?: string | undefined
  environment?: string | undefined
}

const mostReports = 100

/** What there was before the Reporting API: one report, wrapped in its name. */
const wrappers = new Map([
  ['csp-report', 'csp-violation'],
  ['expect-ct-report', 'expect-ct'],
  ['expect-staple-report', 'expect-staple'],
])

/** The reports that a body holds, in any form that browsers use; empty for anything else. */
export function reportsIn(body: unknown): Report[] {
  if (Array.isArray(body)) return body.slice(0, mostReports).flatMap(modernReport)
  const fields = fieldsOf(body) ?? {}
  for (const [name, type] of wrappers) {
    const wrapped = fieldsOf(fields[name])
    if (wrapped) return [wrappedReport(type, wrapped)]
  }
  if (textOf(fields['noted-hostname'])) return [{ type: 'hpkp', body: fields }]
  return modernReport(fields)
}

function wrappedReport(type: string, body: Fields): Report {
  const url = textOf(body['document-uri'])
  return { type, body, ...(url !== undefined && { url }) }
}

function modernReport(entry: unknown): Report[] {
  const { type, url, user_agent, body } = fieldsOf(entry) ?? {}
  const known = { type: textOf(type), body: fieldsOf(body) }
  if (known.type === undefined || known.body === undefined) return []
  return [
    defined<Report>({
      type: cutText(known.type, 100),
      url: textOf(url),
      userAgent: textOf(user_agent),
      body: known.body,
    }),
  ]
}

/** The payload of the event that stands for a report. */
export function eventOfReport(report: Report, source: ReportSource): Fields {
  const { type, url, body } = report
  const isCsp = type === 'csp-violation'
  const userAgent = report.userAgent ?? source.userAgent
  const headers = { ...(userAgent !== undefined && { 'User-Agent': userAgent }) }
  return {
    ...defined({ release: source.release, environment: source.environment }),
    platform: 'javascript',
    logger: isCsp ? 'csp' : type,
    level: isHarmless(report) ? 'warning' : 'error',
    logentry: { formatted: isCsp ? cspTitle(body) : titleOf(report) },
    ...(url !== undefined && { transaction: pathOf(url), request: { url, headers } }),
    tags: { report: type, ...(isCsp ? cspFacts(body) : {}) },
    contexts: { report: { ...body } },
  }
}

/** What is only announced, or would only have been stopped. */
function isHarmless({ type, body }: Report): boolean {
  return body.disposition === 'report' || type === 'deprecation' || type === 'intervention'
}

function titleOf({ type, url, body }: Report): string {
  const host = textOf(body.hostname) ?? url ?? 'a page'
  switch (type) {
    case 'expect-ct':
      return `Certificate transparency is missing for ${host}`
    case 'expect-staple':
      return `The stapled certificate status is missing for ${host}`
    case 'hpkp':
      return `The pinned public keys do not match for ${host}`
    case 'crash':
      return `The page crashed: ${textOf(body.reason) ?? 'unknown reason'}`
    case 'network-error':
      return `Network error ${textOf(body.type) ?? ''} at ${host}`
    default:
      return `${type}: ${textOf(body.message) ?? textOf(body.blockedURL) ?? host}`
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url
}
