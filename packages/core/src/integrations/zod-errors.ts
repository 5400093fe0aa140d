import { isError, isObject, member } from '../event/inspect.js'
import type { Integration } from '../integration.js'
import type { Event } from '../protocol/event.js'
import { cut } from '../support/cut.js'
import { safely } from '../support/safely.js'

export interface ZodErrorsOptions {
  /** Under which name the issues stand in `extra`. @default 'zoderror.issues' */
  key?: string
  /** How many issues the event shows. @default 10 */
  limit?: number
  /** Sends all issues along, in an attachment that is not scrubbed. @default false */
  saveZodIssuesAsAttachment?: boolean
}

/** What Zod says of one value; more members depend on its code. */
interface Issue {
  path?: unknown[]
  [name: string]: unknown
}

/** Of the names of its keys, a title shows so many characters. */
const MAX_KEYS = 100

/**
 * Gives the errors of Zod, versions 3 and 4, a title that names the keys that did not fit, and shows their issues in
 * `extra`. The values that did not fit are left out where Zod puts them into issues.
 */
export function zodErrorsIntegration(options: ZodErrorsOptions = {}): Integration {
  const { key = 'zoderror.issues', limit = 10, saveZodIssuesAsAttachment: attach } = options
  return {
    name: 'ZodErrors',
    processEvent: (event, hint) =>
      safely('ZodErrors', () => {
        const issues = issuesOf(hint.originalException)
        if (issues.length === 0 || !event.exception?.values?.length) return event
        const flat = issues.map(flatten)
        if (attach) {
          const data = JSON.stringify({ issues: flat })
          const file = { filename: 'zod_issues.json', contentType: 'application/json', data }
          hint.attachments = [...(hint.attachments ?? []), file]
        }
        const extra = { ...event.extra, [key]: flat.slice(0, limit) }
        return { ...titled(event, titleOf(issues)), extra }
      }) ?? event,
  }
}

function issuesOf(error: unknown): Issue[] {
  const isZods = isError(error) && /^\$?ZodError$/.test(`${member(error, 'name')}`)
  const issues = isZods && member(error, 'issues')
  return Array.isArray(issues) ? issues.filter(isObject).map((issue) => ({ ...issue })) : []
}

/** The captured exception is the last; before it stand its causes. */
function titled(event: Event, value: string): Event {
  const values = event.exception?.values ?? []
  const last = values.length - 1
  const changed = values.map((one, index) => (index === last ? { ...one, value } : one))
  return { ...event, exception: { ...event.exception, values: changed } }
}

/** Members that hold others become their text, since an event shows only so many levels. */
function flatten({ input: _value, ...issue }: Issue): Record<string, unknown> {
  const path = issue.path?.map(String).join('.')
  const texts = Object.entries(issue).map(([name, value]) => [
    name,
    isObject(value) ? JSON.stringify(value, withoutInput) : value,
  ])
  return { ...Object.fromEntries(texts), path }
}

function withoutInput(name: string, value: unknown): unknown {
  return name === 'input' ? undefined : value
}

function titleOf(issues: Issue[]): string {
  const keys = new Set(issues.map(({ path }) => pathOf(path ?? [])).filter(Boolean))
  if (keys.size > 0) return `Failed to validate keys: ${cut([...keys].join(', '), MAX_KEYS)}`
  const expected = issues[0]?.expected
  return `Failed to validate ${typeof expected === 'string' ? expected : 'variable'}`
}

/** Items of lists are alike. */
function pathOf(path: unknown[]): string {
  return path.map((part) => (typeof part === 'number' ? '<array>' : String(part))).join('.')
}
