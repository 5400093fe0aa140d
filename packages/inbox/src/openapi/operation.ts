import type { Schema } from './schema.js'

/** What the document says of an address. */
export interface Operation {
  summary: string
  description?: string
  /** The parameters of its query. */
  query?: Record<string, Schema<unknown>>
  /** Those that it does not answer without. */
  required?: string[]
  /** The JSON that it takes. */
  body?: Schema<unknown>
  /** It takes a form with files instead. */
  form?: true
  /** @default 200 */
  status?: number
  /** Bytes of any kind, or a stream of server-sent events, where it is no JSON. */
  answer: Schema<unknown> | 'bytes' | 'events'
}

/** The operations of a room, by method and path as its routes have them: `GET /issues/:id`. */
export type Operations = Record<string, Operation>
