import type { MonitorConfig } from '@mayday/core'

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const DAYS = 'sun mon tue wed thu fri sat'.split(' ')
/** The longer before those that they begin with. */
const ENDINGS = 'uary|ruary|ch|il|ember|e|y|ust|tember|ober|day|sday|nesday|rsday|urday'

const NAME: RegExp = /* @__PURE__ */ new RegExp(
  `(?<![@a-z])(${[...MONTHS, ...DAYS].join('|')})(?:${ENDINGS})?`,
  'gi',
)

/** What a receiver is told of a job at these times; it knows months and days by their numbers only. */
export function crontabConfig(expression: string, timezone?: string | null): MonitorConfig {
  const value = expression.replace(NAME, (_name, short: string) => numberOf(short.toLowerCase()))
  return { schedule: { type: 'crontab', value }, timezone: timezone || undefined }
}

function numberOf(name: string): string {
  return String(MONTHS.includes(name) ? MONTHS.indexOf(name) + 1 : DAYS.indexOf(name))
}
