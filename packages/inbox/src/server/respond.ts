import type { ServerResponse } from 'node:http'
import { Refusal } from './refusal.js'

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
}

/** Answers with the sentence of a `Refusal`; any other error is ours and is answered with 500. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = error instanceof Refusal ? error.status : 500
  const headers = error instanceof Refusal ? error.headers : {}
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  const reason = error instanceof Error ? error.message : String(error)
  const detail = status === 500 ? `The inbox failed: ${reason}` : reason
  response.setHeader('x-sentry-error', detail.replace(/[^ -~]/g, '?'))
  // The rest of a body that is too large is not worth waiting for on a kept connection.
  if (status === 413 || status === 415) response.setHeader('connection', 'close')
  sendJson(response, status, { detail, causes: [] })
}
