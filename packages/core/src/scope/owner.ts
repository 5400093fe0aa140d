/** Which of several clients an error belongs to that nobody caught. */
import type { Client } from '../client.js'
import { textMember } from '../event/inspect.js'
import { fileOf } from '../event/throwing-file.js'
import { matchesSome } from '../support/patterns.js'
import { owners } from './current.js'

/**
 * True when `client` is the one to capture what was thrown: the file it was thrown in is one of the client's `scripts`;
 * or it is nobody's, and the client has claimed none. Never throws.
 *
 * @param file where it was thrown, for what has no stack
 */
export function owns(client: Client, thrown: unknown, file = ''): boolean {
  const claiming = owners()
  if (claiming.size === 0) return true
  const stack = textMember(thrown, 'stack') ?? ''
  // What reads stacks may not have been loaded yet.
  const place = fileOf(client.getStackParser()(stack)) ?? (file || IN_STACK.exec(stack)?.[1] || '')
  const owner = [...claiming].find((one) => matchesSome(place, one.getOptions().scripts))
  return owner ? owner === client : !claiming.has(client)
}

/** Has the client claim its `scripts` until it closes. */
export function claimScripts(client: Client): void {
  if (client.getOptions().scripts.length === 0) return
  owners().add(client)
  client.on('close', () => owners().delete(client))
}

const IN_STACK = /(\w+:\/\/[^\s()]*?)(?::\d+)+\)?$/m
