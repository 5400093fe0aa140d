import type { SeverityLevel } from '@mayday/core'

/** How much a line of a log matters, whatever the logger calls it. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

/** By the names of pino and npm, of syslog, and of consola. */
const LEVELS: Record<string, LogLevel> = {
  trace: 'trace',
  silly: 'trace',
  silent: 'trace',
  debug: 'debug',
  verbose: 'debug',
  http: 'debug',
  info: 'info',
  notice: 'info',
  log: 'info',
  success: 'info',
  ready: 'info',
  start: 'info',
  box: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  fail: 'error',
  fatal: 'fatal',
  crit: 'fatal',
  critical: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
}

/** The level that a logger calls so, if it is known by that name. */
export function levelNamed(name: unknown): LogLevel | undefined {
  return typeof name === 'string' && Object.hasOwn(LEVELS, name) ? LEVELS[name] : undefined
}

/** The level of the event or breadcrumb that a line becomes. */
export function severityOf(level: LogLevel): SeverityLevel {
  if (level === 'warn') return 'warning'
  return level === 'trace' ? 'debug' : level
}
