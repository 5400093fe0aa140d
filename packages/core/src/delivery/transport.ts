import type { DataCategory, DiscardReason } from '../protocol/client-report.js'
import type { Envelope } from '../protocol/envelope.js'
import type { DsnComponents } from '../support/dsn.js'
import { safely } from '../support/safely.js'
import { within } from '../support/time.js'
import { serializeEnvelope } from './envelope.js'

export interface TransportResponse {
  /** Nothing for transports that have no such code: then the envelope counts as delivered. */
  statusCode?: number
  headers?: {
    [name: string]: string | null
    'x-sentry-rate-limits': string | null
    'retry-after': string | null
  }
  /**
   * Before this, in ms since 1970, a transport knows that another attempt is of no use; nothing else in the queue waits
   * for it, and the attempt does not count. Only where `statusCode` is one that is tried again.
   */
  retryAt?: number
}

/** Makes one attempt to bring an envelope to the receiver. Waiting, retrying and counting is not its business. */
export interface Transport {
  /** Rejects when there was no answer; never throws synchronously. */
  send(envelope: Envelope): PromiseLike<TransportResponse>
  /** Resolves when nothing is under way, `false` when `timeout` (ms) passed first. */
  flush(timeout?: number): PromiseLike<boolean>
}

/** Where a transport posts to, and what it says there of who sends. */
export interface TransportAddress {
  url: string
  headers?: Record<string, string>
}

export interface TransportOptions extends TransportAddress {
  /** Counts what a transport drops by itself. */
  recordDroppedEvent(reason: DiscardReason, category: DataCategory, count?: number): void
  /** Where and as what the client would post to another receiver. */
  addressOf?(dsn: DsnComponents): TransportAddress
  [key: string]: unknown
}

export interface TransportRequest {
  /** Text unless an item is binary. */
  body: string | Uint8Array
}

/** What is read of an answer that `fetch` has got. */
export interface FetchAnswer {
  status: number
  headers: { get(name: string): string | null }
}

/** Posts one body; rejects when there was no answer. */
export type RequestExecutor = (request: TransportRequest) => PromiseLike<TransportResponse>

// What the SDKs whose place this takes call the same; programs have written these names down.
export type BaseTransportOptions = TransportOptions
export type TransportMakeRequestResponse = TransportResponse
export type TransportRequestExecutor = RequestExecutor

/**
 * A transport that writes envelopes in the wire format and hands them to `makeRequest`. It holds none back, so that it
 * has no use for options, or for a buffer.
 */
export function createTransport(
  _options: Pick<TransportOptions, 'recordDroppedEvent'>,
  makeRequest: RequestExecutor,
  _buffer?: unknown,
): Transport {
  const underWay = new Set<PromiseLike<unknown>>()
  return {
    async send(envelope) {
      const body = safely('envelope', () => serializeEnvelope(envelope))
      // Made by hand of what is no JSON: another attempt would end like this one.
      if (body === undefined) return { statusCode: 400 }
      const request = makeRequest({ body })
      underWay.add(request)
      try {
        return await request
      } finally {
        underWay.delete(request)
      }
    },
    flush: (timeout) => within(Promise.allSettled(underWay), timeout),
  }
}

/** The answer of `fetch` as transports give it to the client. */
export function readAnswer({ status, headers }: FetchAnswer): TransportResponse {
  const headerOf = (name: string): string | null => headers.get(name)
  return {
    statusCode: status,
    headers: {
      'x-sentry-rate-limits': headerOf('x-sentry-rate-limits'),
      'retry-after': headerOf('retry-after'),
      'content-type': headerOf('content-type'),
    },
  }
}
