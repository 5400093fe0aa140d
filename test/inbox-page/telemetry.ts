/** What comes beside errors, as SDKs send it. */
import { randomUUID } from 'node:crypto'
import type { Bed } from './bed.js'
import { traceId } from './story.js'

const id = (): string => randomUUID().replaceAll('-', '')

/** A request of 420 ms with what it waited for; resolves with its id. */
export async function sendTransaction(bed: Bed, name: string, ms = 420): Promise<string> {
  const eventId = id()
  const end = Date.now() / 1000 - 5
  const start = end - ms / 1000
  const root = 'c'.repeat(16)
  const at = (share: number): number => start + (share * ms) / 1000
  const span = (
    spanId: string,
    parent: string,
    op: string,
    description: string,
    from: number,
    to: number,
  ) => ({
    span_id: spanId.repeat(16),
    parent_span_id: parent.repeat(16),
    trace_id: traceId,
    op,
    description,
    start_timestamp: at(from),
    timestamp: at(to),
    status: description.includes('voucher') ? 'internal_error' : 'ok',
  })
  const transaction = {
    event_id: eventId,
    type: 'transaction',
    platform: 'node',
    transaction: name,
    start_timestamp: start,
    timestamp: end,
    environment: 'production',
    release: 'api@1.9.0',
    contexts: { trace: { trace_id: traceId, span_id: root, op: 'http.server', status: 'ok' } },
    spans: [
      span('1', 'c', 'middleware', 'session', 0.01, 0.08),
      span('2', 'c', 'db', 'SELECT * FROM baskets WHERE id = $1', 0.1, 0.35),
      span('3', 'c', 'function', 'total', 0.36, 0.98),
      span('4', '3', 'http.client', 'GET /voucher', 0.4, 0.9),
    ],
    tags: { region: 'eu' },
  }
  await bed.sendItems([[{ type: 'transaction' }, transaction]], eventId)
  return eventId
}

export async function sendLogs(bed: Bed, bodies: string[], level = 'info'): Promise<void> {
  const items = bodies.map((body, index) => ({
    timestamp: Date.now() / 1000 + index / 1000,
    trace_id: traceId,
    level,
    severity_number: 9,
    body,
    attributes: { 'order.id': { value: 42 + index, type: 'integer' } },
  }))
  const headers = {
    type: 'log',
    item_count: items.length,
    content_type: 'application/vnd.sentry.items.log+json',
  }
  await bed.sendItems([[headers, { items }]])
}

export async function sendSession(bed: Bed, status: string, release = 'shop@2.4.1'): Promise<void> {
  const started = new Date().toISOString()
  const attrs = { release, environment: 'production' }
  const session = {
    sid: randomUUID(),
    did: `user-${status}`,
    init: true,
    started,
    status,
    errors: 0,
  }
  await bed.sendItems([[{ type: 'session' }, { ...session, timestamp: started, attrs }]])
}

export async function sendFeedback(bed: Bed, feedback: object, aboutId?: string): Promise<void> {
  const eventId = id()
  const event = {
    event_id: eventId,
    type: 'feedback',
    platform: 'javascript',
    timestamp: Date.now() / 1000,
    contexts: { feedback: { ...feedback, ...(aboutId && { associated_event_id: aboutId }) } },
  }
  await bed.sendItems([[{ type: 'feedback' }, event]], eventId)
}

export async function sendCheckIn(bed: Bed, slug: string, status: string): Promise<void> {
  const checkIn = {
    check_in_id: id(),
    monitor_slug: slug,
    status,
    duration: 12.5,
    environment: 'production',
    monitor_config: { schedule: { type: 'crontab', value: '0 3 * * *' }, timezone: 'UTC' },
  }
  await bed.sendItems([[{ type: 'check_in' }, checkIn]])
}

export async function sendClientReport(bed: Bed, reason: string, quantity: number): Promise<void> {
  const discarded_events = [{ reason, category: 'error', quantity }]
  const report = { timestamp: Date.now() / 1000, discarded_events }
  await bed.sendItems([[{ type: 'client_report' }, report]])
}

/** Something of every kind. */
export async function sendTelemetry(bed: Bed, aboutId: string): Promise<string> {
  for (const ms of [120, 180, 95, 900]) await sendTransaction(bed, 'GET /basket', ms)
  const last = await sendTransaction(bed, 'POST /checkout')
  for (const status of ['ok', 'ok', 'exited', 'crashed']) await sendSession(bed, status)
  await sendLogs(bed, ['Basket 7 loaded', 'Voucher SUMMER looked up'])
  await sendLogs(bed, ['Voucher service is slow'], 'warn')
  await sendLogs(bed, ['Payment failed: voucher is missing'], 'error')
  const message = 'I pressed Pay and the page said nothing.\nTwice.'
  const url = 'https://shop.example/checkout'
  await sendFeedback(bed, { name: 'Ada', contact_email: 'ada@shop.example', message, url }, aboutId)
  for (const status of ['ok', 'ok', 'error', 'ok'])
    await sendCheckIn(bed, 'nightly-invoices', status)
  await sendCheckIn(bed, 'backup', 'error')
  await sendClientReport(bed, 'ratelimit_backoff', 14)
  await sendClientReport(bed, 'before_send', 3)
  return last
}
