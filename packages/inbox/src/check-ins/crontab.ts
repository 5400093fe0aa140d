/** A crontab line, taken apart: which minutes, hours, days, months and weekdays it means. */
export interface Crontab {
  minutes: Set<number>
  hours: Set<number>
  days: Set<number>
  months: Set<number>
  weekdays: Set<number>
  /** Both days of the month and weekdays are named: either will do, as in every cron since 1975. */
  isEitherDay: boolean
}

const nicknames: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}
const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const dayNames = 'sun mon tue wed thu fri sat'.split(' ')

/** Takes a line of five fields apart; undefined if it is none. */
export function parseCrontab(line: string): Crontab | undefined {
  const text = line.trim().toLowerCase()
  const fields = (nicknames[text] ?? text).split(/\s+/)
  if (fields.length !== 5 || line.length > 1000) return undefined
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  const minutes = parseField(minute, 0, 59)
  const hours = parseField(hour, 0, 23)
  const days = parseField(day, 1, 31)
  const months = parseField(month, 1, 12, monthNames)
  const weekdays = parseField(weekday, 0, 7, dayNames)
  if (!minutes || !hours || !days || !months || !weekdays) return undefined
  // Sunday is the first day of the week or the last, as one likes.
  if (weekdays.has(7)) weekdays.add(0)
  const isEitherDay = !/^[*?]/.test(day) && !/^[*?]/.test(weekday)
  return { minutes, hours, days, months, weekdays, isEitherDay }
}

function parseField(
  field: string,
  first: number,
  last: number,
  names: string[] = [],
): Set<number> | undefined {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const range = parseRange(part, first, last, names)
    if (!range) return undefined
    for (let value = range.from; value <= range.to; value += range.step) values.add(value)
  }
  return values
}

function parseRange(part: string, first: number, last: number, names: string[]) {
  const match = /^(?:[*?]|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part)
  if (!match) return undefined
  const [, begin, end, every] = match
  const step = every === undefined ? 1 : Number(every)
  const from = begin === undefined ? first : numberIn(begin, first, names)
  // `5/15` goes on to the end.
  const open = begin === undefined || every !== undefined
  const to = end === undefined ? (open ? last : from) : numberIn(end, first, names)
  const isValid = from >= first && to <= last && from <= to && step >= 1
  return isValid ? { from, to, step } : undefined
}

function numberIn(text: string, first: number, names: string[]): number {
  const index = names.indexOf(text)
  return index === -1
    ? /^\d+$/.test(text)
      ? Number(text)
      : Number.NaN
    : index + (first === 1 ? 1 : 0)
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const mostDays = 366 * 5

/**
 * The first time after another that a line means; undefined if there is none within five years, as for 30 February.
 * Both are milliseconds since 1970.
 */
export function nextOfCrontab(
  crontab: Crontab,
  after: number,
  timezone: string,
): number | undefined {
  // Days and hours are those of a wall clock, which is counted here as if it were in UTC.
  const wallAfter = after + offsetAt(after, timezone)
  const firstDay = Math.floor(wallAfter / day) * day
  for (let index = 0; index <= mostDays; index++) {
    const at = firstDay + index * day
    if (!isDay(crontab, new Date(at))) continue
    const found = nextOfDay(crontab, at, after, timezone)
    if (found !== undefined) return found
  }
  return undefined
}

function nextOfDay(crontab: Crontab, at: number, after: number, timezone: string) {
  for (const hours of [...crontab.hours].sort((a, b) => a - b)) {
    for (const minutes of [...crontab.minutes].sort((a, b) => a - b)) {
      const time = instantOf(at + hours * hour + minutes * minute, timezone)
      if (time > after) return time
    }
  }
  return undefined
}

function isDay({ days, months, weekdays, isEitherDay }: Crontab, date: Date): boolean {
  if (!months.has(date.getUTCMonth() + 1)) return false
  const [inMonth, inWeek] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())]
  return isEitherDay ? inMonth || inWeek : inMonth && inWeek
}

/** When a wall clock shows a time. One that it skips in spring is as late as the clock is then ahead. */
function instantOf(wall: number, timezone: string): number {
  const guess = wall - offsetAt(wall, timezone)
  return wall - offsetAt(guess, timezone)
}

/** By how much a wall clock is ahead of UTC. */
function offsetAt(time: number, timezone: string): number {
  if (timezone === 'UTC') return 0
  const parts = formatOf(timezone).formatToParts(time)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return wall - Math.floor(time / minute) * minute
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const numeric = 'numeric'
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
  })
  formats.set(timeZone, format)
  return format
}

/** Whether the runtime knows a time zone by that name. */
export function isTimezone(name: string): boolean {
  try {
    formatOf(name)
    return true
  } catch {
    return false
  }
}
