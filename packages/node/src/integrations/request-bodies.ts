import { type DataCollection, isCredential } from '@mayday/core'
import type { IncomingRequest } from '../async-scopes.js'
import { watchRequests } from '../instrument/incoming-requests.js'

export type BodySize = 'none' | 'small' | 'medium' | 'always'

/** Bytes. */
const LIMITS = { none: 0, small: 1000, medium: 10_000, always: 1_000_000 }

const FILTERED = '[Filtered]'

interface Body {
  chunks: Buffer[]
  bytes: number
}

const bodies = new WeakMap<object, Body>()

/**
 * Keeps the bodies of requests for the events that may come, as far as the program reads them: it sees what the request
 * emits, and neither reads nor holds anything up. Returns what ends that.
 */
export function keepBodies(
  size: BodySize,
  isWanted: (request: IncomingRequest) => boolean,
): () => void {
  const limit = LIMITS[size] ?? LIMITS.medium
  return watchRequests({
    opened({ request }) {
      const { 'content-length': length, 'content-type': type } = request.headers ?? {}
      const isReadable = JSON_TYPE.test(String(type)) || FORM_TYPE.test(String(type))
      if (!isReadable || Number(length ?? 0) > limit || !isWanted(request)) return
      bodies.set(request, { chunks: [], bytes: 0 })
    },
    received({ request }, chunk) {
      const body = bodies.get(request)
      if (!body) return
      // With an encoding they are texts.
      const piece = Buffer.from(chunk as string)
      body.bytes += piece.length
      if (body.bytes > limit) bodies.delete(request)
      else body.chunks.push(piece)
    },
  })
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i
const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i

/** True where bodies may leave; somebody may have written something else than a list. */
export function opensBodies({ httpBodies }: DataCollection): boolean {
  return Array.isArray(httpBodies) && httpBodies.includes('incomingRequest')
}

/** The body as data, without what it says to be credentials; nothing where it is not whole or cannot be understood. */
export function bodyOf(request: IncomingRequest): unknown {
  const { chunks = [] } = bodies.get(request) ?? {}
  if (chunks.length === 0) return undefined
  const text = Buffer.concat(chunks).toString()
  if (FORM_TYPE.test(String(request.headers?.['content-type']))) return formData(text)
  try {
    return JSON.parse(text, (name, value) => (isCredential(name) ? FILTERED : value))
  } catch {
    return undefined
  }
}

function formData(text: string): Record<string, string> {
  const pairs = [...new URLSearchParams(text)]
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, isCredential(name) ? FILTERED : value]),
  )
}
