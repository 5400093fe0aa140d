import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { Refusal } from './refusal.js'

/**
 * Throws a `Refusal` unless the request was meant for this machine by name. Otherwise any web site
 * could point its own name at 127.0.0.1 and read the inbox in a visitor's browser (DNS rebinding).
 */
export function checkHost(hostHeader: string | undefined): void {
  if (isLoopback(hostName(hostHeader))) return
  throw new Refusal(403, 'The inbox answers only when it is addressed as localhost or 127.0.0.1.')
}

/** Throws a `Refusal` when a page of another site asks: only the Inbox's own page may read and change what is in it. */
export function checkOrigin({ headers }: IncomingMessage): void {
  const { origin, host } = headers
  if (origin === undefined) return
  if (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()) return
  throw new Refusal(403, 'Pages of other sites may not use the inbox.')
}

/** Whether a host name, without brackets and port, can only mean this machine. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}

function hostName(header = ''): string {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(header.trim().toLowerCase())
  return match?.[1] ?? match?.[2] ?? ''
}
