/** Events as a shop would send them on a bad night. */
import type { StoredEvent } from '@mayday/inbox'
import type { Bed } from './bed.js'

const hour = 3600

export const traceId = 'a'.repeat(32)

/** An error of a page, with everything that an SDK knows around it. */
export function typeError(at: number, user: string, trace = traceId): object {
  return {
    timestamp: at,
    platform: 'javascript',
    level: 'error',
    release: 'shop@2.4.1',
    environment: 'production',
    transaction: '/checkout',
    exception: {
      values: [
        {
          type: 'TypeError',
          value: "Cannot read properties of undefined (reading 'amount')",
          mechanism: { type: 'auto.browser.global_handlers.onerror', handled: false },
          stacktrace: {
            frames: [
              frame('node_modules/react-dom/client.js', 'dispatchEvent', 12044, false),
              frame('node_modules/react-dom/client.js', 'batchedUpdates', 1480, false),
              {
                ...frame('src/checkout/form.tsx', 'onSubmit', 58, true),
                pre_context: [
                  'async function onSubmit(event: SubmitEvent) {',
                  '  event.preventDefault()',
                ],
                context_line: '  const sum = total(basket, voucher)',
                post_context: ['  await pay(sum)', '}'],
              },
              {
                ...frame('src/checkout/total.ts', 'total', 17, true),
                pre_context: [
                  'export function total(basket: Basket, voucher?: Voucher): number {',
                  '  const sum = basket.items.reduce((all, item) => all + item.price, 0)',
                ],
                context_line: '  return sum - voucher.discount.amount',
                post_context: ['}', ''],
              },
            ],
          },
        },
      ],
    },
    breadcrumbs: [
      { timestamp: at - 42, category: 'navigation', data: { from: '/basket', to: '/checkout' } },
      {
        timestamp: at - 12.5,
        type: 'http',
        category: 'fetch',
        data: { method: 'GET', url: '/api/voucher', status_code: 404 },
        level: 'warning',
      },
      { timestamp: at - 3.1, category: 'ui.click', message: 'form > button#pay[type="submit"]' },
      { timestamp: at - 0.02, category: 'console', level: 'error', message: 'voucher is missing' },
    ],
    tags: { customer: 'returning', browser: 'Firefox 140', 'feature.vouchers': 'on' },
    user: { id: user, email: `${user}@shop.example` },
    request: {
      method: 'POST',
      url: 'https://shop.example/checkout',
      query_string: 'step=2',
      headers: { 'User-Agent': 'Mozilla/5.0', Accept: 'text/html' },
      data: { voucher: 'SUMMER' },
    },
    contexts: {
      trace: { trace_id: trace, span_id: 'b'.repeat(16) },
      os: { name: 'Linux', version: '6.12' },
    },
    sdk: { name: 'mayday.javascript.browser', version: '0.1.0' },
  }
}

/** An error of several, one of which has a cause. */
export function groupError(at: number): object {
  const mechanism = { type: 'chained', handled: true }
  const one = (id: number, parent: number, source: string, type: string, value: string) => ({
    type,
    value,
    mechanism: { ...mechanism, exception_id: id, parent_id: parent, source },
    stacktrace: { frames: [frame('/srv/api/stock.js', 'reserve', 31 + id, true)] },
  })
  return {
    timestamp: at,
    platform: 'node',
    level: 'error',
    release: 'api@1.9.0',
    environment: 'production',
    exception: {
      values: [
        one(3, 2, 'cause', 'Error', 'connect ECONNREFUSED 10.0.0.7:5432'),
        one(2, 0, 'errors[1]', 'StockError', 'No stock service answered'),
        one(1, 0, 'errors[0]', 'TimeoutError', 'warehouse-2 did not answer in 2000 ms'),
        {
          type: 'AggregateError',
          value: 'The order could not be reserved',
          mechanism: { type: 'generic', handled: true, exception_id: 0, is_exception_group: true },
          stacktrace: { frames: [frame('/srv/api/order.js', 'place', 88, true)] },
        },
      ],
    },
    contexts: { trace: { trace_id: traceId } },
  }
}

function frame(filename: string, name: string, lineno: number, in_app: boolean): object {
  return { filename, abs_path: filename, function: name, lineno, colno: 12, in_app }
}

const others: [event: object, project: string][] = [
  [
    {
      platform: 'python',
      level: 'fatal',
      release: 'billing@0.8.2',
      environment: 'production',
      exception: {
        values: [
          {
            type: 'OperationalError',
            value: 'could not serialize access due to concurrent update',
            mechanism: { type: 'celery', handled: false },
            stacktrace: { frames: [frame('billing/tasks.py', 'settle_invoice', 204, true)] },
          },
        ],
      },
    },
    'billing',
  ],
  [
    {
      platform: 'node',
      level: 'warning',
      message: 'Rate limit of the payment provider is nearly used up (94 %)',
      environment: 'production',
      release: 'api@1.9.0',
    },
    'api',
  ],
  [
    {
      platform: 'go',
      level: 'error',
      environment: 'staging',
      exception: {
        values: [
          {
            type: '*url.Error',
            value: 'Get "https://search.internal/suggest": context deadline exceeded',
            stacktrace: { frames: [frame('search/client.go', 'Suggest', 77, true)] },
          },
        ],
      },
    },
    'search',
  ],
  [
    {
      platform: 'javascript',
      level: 'error',
      environment: 'staging',
      release: 'shop@2.5.0-rc.1',
      exception: {
        values: [
          {
            type: 'ChunkLoadError',
            value: 'Loading chunk 714 failed.',
            mechanism: { type: 'onunhandledrejection', handled: false },
            stacktrace: { frames: [frame('src/router.ts', 'load', 22, true)] },
          },
        ],
      },
    },
    'shop',
  ],
]

/** Sends all of it; resolves with the event that is the newest of the busiest issue. */
export async function tellStory(bed: Bed): Promise<StoredEvent> {
  const now = Date.now() / 1000
  for (const [index, [event, project]] of others.entries()) {
    for (const ago of [19, 7, 2].slice(0, 3 - (index % 3))) {
      await bed.send({ ...event, timestamp: now - ago * hour - index * 300 }, project)
    }
  }
  await bed.send(groupError(now - 1200), 'api')
  for (const [index, ago] of [22, 21, 14, 9, 8, 8, 6, 5, 3, 3, 2, 1, 1, 0.5].entries()) {
    const trace = index.toString(16).padStart(32, '0')
    await bed.send(typeError(now - ago * hour, `user-${index % 5}`, trace), 'shop')
  }
  return bed.send(typeError(now - 20, 'user-7'), 'shop')
}
