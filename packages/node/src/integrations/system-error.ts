import { getSystemErrorMap } from 'node:util'
import { type Context, type Exception, type Integration, safely } from '@mayday/core'
import { errorsOf } from './errors-of.js'

export interface SystemErrorOptions {
  /** Tells which files it was about. @default what `dataCollection.userInfo` says */
  includePaths?: boolean | undefined
}

const FACTS = ['errno', 'code', 'syscall', 'address', 'port', 'hostname'] as const
const PATHS = ['path', 'dest'] as const

type Fact = (typeof FACTS)[number] | (typeof PATHS)[number]
/** What Node says of an operation that the system refused. */
type SystemError = { [Name in Fact]?: unknown }

/**
 * Has the events of errors like `ENOENT` say in a context of their own which operation failed and how. Which files it was
 * about is taken out of it, of the error's own properties and of its message, unless that is wanted.
 */
export function systemErrorIntegration({ includePaths }: SystemErrorOptions = {}): Integration {
  return {
    name: 'NodeSystemError',
    processEvent(event, hint, client) {
      const found = errorsOf(event, hint).filter(([, error]) => isSystemError(error))
      const hasPaths = includePaths ?? client.getOptions().dataCollection.userInfo
      if (!hasPaths) for (const [exception, error] of found) forgetPaths(exception, error)
      const [, outermost] = found.at(-1) ?? []
      if (!outermost) return event
      const node_system_error = factsOf(outermost, hasPaths ? [...FACTS, ...PATHS] : FACTS)
      return { ...event, contexts: { node_system_error, ...event.contexts } }
    },
  }
}

function isSystemError(error: SystemError): boolean {
  const errno = safely('errno', () => error.errno)
  return typeof errno === 'number' && getSystemErrorMap().has(errno)
}

function factsOf(error: SystemError, names: readonly Fact[]): Context {
  const facts = names.map((name) => [name, error[name]])
  return Object.fromEntries(facts.filter(([, fact]) => fact !== undefined))
}

function forgetPaths(exception: Exception, error: SystemError): void {
  const { data } = exception.mechanism ?? {}
  for (const name of PATHS) {
    const path = error[name]
    if (typeof path !== 'string' || !path) continue
    // Of a renamed file: `rename 'from' -> 'to'`.
    exception.value = (exception.value ?? '').replaceAll(` '${path}'`, '').replace(/ ->$/, '')
    if (data) delete data[name]
  }
}
