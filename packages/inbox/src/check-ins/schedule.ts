import { fieldsOf, numberOf, textOf } from '../event/fields.js'
import { isTimezone, nextOfCrontab, parseCrontab } from './crontab.js'

/** When a job is due, as its monitor's configuration says. */
export interface Schedule {
  /** For people to read. */
  text: string
  /** The first time after another that it is due; milliseconds since 1970. */
  next(after: number): number | undefined
  /** When it is due again after it was missed: the first time after now. */
  nextAfterMiss(due: number, now: number): number | undefined
}

export interface Monitoring {
  schedule?: Schedule
  /** How late it may be: milliseconds. */
  margin: number
  /** How long it may take: milliseconds. */
  maxRuntime: number
}

const minute = 60_000
const longestInterval = 100_000

const units: Record<string, number> = {
  minute: minute,
  hour: 60 * minute,
  day: 24 * 60 * minute,
  week: 7 * 24 * 60 * minute,
}
const months: Record<string, number> = { month: 1, year: 12 }

/** Reads a monitor's configuration; without one, a job may be due at any time, and take half an hour. */
export function readConfig(config: string | null): Monitoring {
  const fields = fieldsOf(JSON.parse(config ?? '{}')) ?? {}
  const schedule = scheduleOf(fieldsOf(fields.schedule) ?? {}, zoneOf(fields.timezone))
  return {
    ...(schedule && { schedule }),
    margin: minutesOf(fields.checkin_margin, 1),
    maxRuntime: minutesOf(fields.max_runtime, 30),
  }
}

function minutesOf(value: unknown, fallback: number): number {
  const minutes = numberOf(value)
  return (minutes !== undefined && minutes > 0 ? minutes : fallback) * minute
}

function zoneOf(timezone: unknown): string {
  return typeof timezone === 'string' && isTimezone(timezone) ? timezone : 'UTC'
}

function scheduleOf(
  { type, value, unit }: Record<string, unknown>,
  timezone: string,
): Schedule | undefined {
  if (type === 'interval') return intervalOf(numberOf(value) ?? 0, textOf(unit) ?? '')
  const line = textOf(value) ?? ''
  const crontab = type === 'crontab' ? parseCrontab(line) : undefined
  if (!crontab) return undefined
  const text = timezone === 'UTC' ? line : `${line} (${timezone})`
  const next = (after: number) => nextOfCrontab(crontab, after, timezone)
  return { text, next, nextAfterMiss: (_, now) => next(now) }
}

function intervalOf(value: number, unit: string): Schedule | undefined {
  if (!Number.isInteger(value) || value < 1 || value > longestInterval) return undefined
  const text = value === 1 ? `every ${unit}` : `every ${value} ${unit}s`
  const [length, count] = [units[unit], months[unit]]
  if (length !== undefined) return fixedInterval(text, value * length)
  if (count === undefined) return undefined
  const next = (after: number) => monthsLater(after, value * count)
  return { text, next, nextAfterMiss: (_, now) => next(now) }
}

function fixedInterval(text: string, length: number): Schedule {
  return {
    text,
    next: (after) => after + length,
    nextAfterMiss: (due, now) => due + (Math.floor((now - due) / length) + 1) * length,
  }
}

function monthsLater(time: number, count: number): number | undefined {
  const date = new Date(time)
  date.setUTCMonth(date.getUTCMonth() + count)
  return Number.isNaN(date.getTime()) ? undefined : date.getTime()
}
