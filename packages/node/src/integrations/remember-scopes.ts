import { getCurrentScope, getIsolationScope } from '@mayday/core'
import { asyncScopes } from '../async-scopes.js'

/** What runs a function later with the scopes that are in force now, wherever it is called. */
export function rememberScopes(): <T>(fn: () => T) => T {
  const scopes = { isolation: getIsolationScope(), current: getCurrentScope() }
  return (fn) => asyncScopes.run(scopes, fn)
}
