/** What becomes of one envelope that a page has sent, whatever kind of server it came to. */
import type { Readable } from 'node:stream'
import { debug } from '@mayday/core'
import type { Certificates } from '../delivery/http/way.js'
import { createAllowList } from './allow-list.js'
import { readBody, tooLarge } from './body.js'
import { dsnIn } from './envelope-head.js'
import { createForward } from './forward.js'
import { isRefusal } from './refusal.js'

export interface TunnelOptions {
  /** The DSNs of your pages. Envelopes for any other go nowhere. */
  allowedDsns: readonly string[]
  /** Bytes that one envelope may have, as it comes. @default 10485760, which are 10 MiB */
  maxBodySize?: number | undefined
  /** Ms that an envelope may take to come, and then the receiver to answer. @default 10000 */
  timeout?: number | undefined
  /** The address of a proxy, as in `transportOptions` of `init()`. @default that of the environment */
  proxy?: string | undefined
  /** PEM certificates of the authorities to trust, in place of those that Node trusts. */
  caCerts?: Certificates | undefined
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

export interface Incoming {
  body: Readable | Uint8Array
  /** What `Content-Length` says, if it is there. */
  length?: string | null | undefined
  /** The address to tell the receiver, if any. */
  from?: string | undefined
}

/** Answers, and never rejects. */
export type Tunnel = (incoming: Incoming) => Promise<Answer>

/** Throws where the options make no tunnel. */
export function createTunnel(options: TunnelOptions): Tunnel {
  const { maxBodySize = 10 * 2 ** 20, timeout = 10_000 } = options
  const find = createAllowList(options.allowedDsns)
  const forward = createForward({ ...options, timeout })
  return ({ body, length, from }) =>
    answering(async () => {
      if (Number(length) > maxBodySize) throw tooLarge()
      const bytes = isBytes(body) ? body : await readBody(body, maxBodySize, timeout)
      if (bytes.length > maxBodySize) throw tooLarge()
      const dsn = find(await dsnIn(bytes))
      return dsn ? forward(dsn, bytes, from) : refused(403, 'This DSN is not allowed here.')
    })
}

export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value)
}

/** What it answers, or what that it throws is to be answered with. */
export async function answering(answer: () => Promise<Answer> | Answer): Promise<Answer> {
  try {
    return await answer()
  } catch (error) {
    debug('Not passed on:', error)
    if (isRefusal(error)) return refused(error.status, error.message)
    return refused(500, 'The tunnel failed.')
  }
}

export function refused(status: number, body: string, headers?: Record<string, string>): Answer {
  return { status, headers: { ...PLAIN, ...headers }, body }
}

const PLAIN = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }

/** The answer to what is no POST; none to what is. */
export function wrongMethod(method: string | undefined): Answer | undefined {
  return method === 'POST' ? undefined : refused(405, 'Envelopes are posted.', { Allow: 'POST' })
}
