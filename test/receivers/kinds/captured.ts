/** Kinds that come of a call, on every platform. */
import type { Kinds, Sdk } from './kind.js'

class PaymentError extends Error {
  override name = 'PaymentError'
  code = 'E_CARD'
  details = { attempt: 2, amounts: [10, 20.5], at: new Date(0) }
}

function recurse(depth: number): number {
  return depth < 0 ? 0 : 1 + recurse(depth + 1)
}

function thrownBy(fail: () => unknown): unknown {
  try {
    return fail()
  } catch (error) {
    return error
  }
}

const capture =
  (make: () => unknown) =>
  ({ captureException }: Sdk): unknown =>
    captureException(make())

function cyclic(): object {
  const self: Record<string, unknown> = { name: 'a ring' }
  self.self = self
  return self
}

/** What JSON cannot say, and what is more of it than anybody reads. */
function oddValues(): Record<string, unknown> {
  return {
    date: new Date(0),
    map: new Map([['key', { of: 'a map' }]]),
    set: new Set([1, 2]),
    bytes: new Uint8Array([1, 2, 3]),
    big: 12n,
    nothing: null,
    notANumber: Number.NaN,
    endless: Number.POSITIVE_INFINITY,
    negativeZero: -0,
    huge: Number.MAX_VALUE,
    unsafe: 2 ** 60,
    named: function named() {},
    symbol: Symbol('sign'),
    error: new TypeError('as data'),
    expression: /a+/g,
    ring: cyclic(),
    deep: { 1: { 2: { 3: { 4: { 5: 'too deep' } } } } },
    wide: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, index])),
    '': 'an empty key',
    'a.b$c': 'odd characters in a key',
    text: 'äöü € 😀 \ud800 \u0000 \u001b[31m',
  }
}

export const errors: Kinds = {
  'an error': {
    title: 'RangeError: out of stock',
    provoke: capture(() => new RangeError('out of stock')),
  },
  'an error with causes': {
    title: 'Error: order failed',
    provoke: capture(() => {
      const root = new SyntaxError('no such column')
      const cause = new TypeError('no rows', { cause: root })
      return new Error('order failed', { cause })
    }),
  },
  'an error whose cause is no error': {
    title: 'Error: caused by data',
    provoke: capture(() => new Error('caused by data', { cause: { status: 503 } })),
  },
  'a group of errors': {
    title: 'AggregateError: all failed',
    provoke: capture(() => {
      const inner = new AggregateError([new Error('third')], 'inside')
      const first = new TypeError('first', { cause: new Error('of the first') })
      return new AggregateError([first, inner, 'a text'], 'all failed')
    }),
  },
  'errors that cause each other': {
    title: 'Error: hen',
    provoke: capture(() => {
      const hen = new Error('hen')
      hen.cause = new Error('egg', { cause: hen })
      return hen
    }),
  },
  'an error with properties of its own': {
    title: 'PaymentError: declined',
    provoke: capture(() => new PaymentError('declined')),
  },
  'an error with its properties as a context': {
    title: 'PaymentError: declined at length',
    provoke({ addIntegration, captureException, extraErrorDataIntegration }) {
      addIntegration(extraErrorDataIntegration())
      captureException(new PaymentError('declined at length'))
    },
  },
  'an annotated error': {
    title: 'Error: annotated',
    provoke({ annotate, captureException }) {
      const error = annotate(new Error('annotated'), { orderId: 17 })
      captureException(annotate(error, { customer: { name: 'Ada', since: 1843 } }))
    },
  },
  'a syntax error': {
    title: /^SyntaxError: .*JSON/,
    provoke: capture(() => thrownBy(() => JSON.parse('{ not json'))),
  },
  'a stack that overflowed': {
    title: 'RangeError: Maximum call stack size exceeded',
    provoke: capture(() => thrownBy(() => recurse(0))),
  },
  'an error without a message': {
    title: 'Error',
    provoke: capture(() => new Error()),
  },
  'an error without a stack': {
    title: 'Error: no stack',
    provoke: capture(() => Object.assign(new Error('no stack'), { stack: undefined })),
  },
  'an error with a long message of many lines': {
    title: /^Error: a line\na line/,
    provoke: capture(() => new Error('a line\n'.repeat(5000))),
  },
  'an error of odd characters': {
    title: /^Error: äöü € 😀 \ufffd/,
    provoke: capture(() => new Error('äöü € 😀 \ud800 \u0000 \u001b[31mred\u001b[0m \u2028 \\ "')),
  },
  'an error with a long name': {
    title: /^N{100}/,
    cutByRelay: /^exception\.values\.0\.type$/,
    provoke: capture(() => Object.assign(new Error('named'), { name: 'N'.repeat(500) })),
  },
  'a DOMException': {
    title: 'AbortError: stopped by the user',
    provoke: capture(() => new DOMException('stopped by the user', 'AbortError')),
  },
  'an error captured with a context of its own': {
    title: 'Error: with context',
    provoke: ({ captureException }) =>
      captureException(new Error('with context'), {
        level: 'warning',
        tags: { part: 'checkout', attempt: 3, retried: true },
        extra: oddValues(),
        contexts: { basket: { items: 3, ...oddValues() } },
        fingerprint: ['{{ default }}', 'checkout'],
        user: { id: 42, username: 'ada', plan: { name: 'free' } },
      }),
  },
}

const thrown = (value: () => unknown, title: string | RegExp): Kinds[string] => ({
  title,
  provoke: capture(value),
})

export const otherValues: Kinds = {
  'a thrown text': thrown(() => 'just a text', 'just a text'),
  'a thrown empty text': thrown(() => '', /./),
  'a thrown number': thrown(() => 42, '42'),
  'a thrown null': thrown(() => null, /null/),
  'a thrown undefined': thrown(() => undefined, /undefined/),
  'a thrown symbol': thrown(() => Symbol('sign'), /Symbol\(sign\)/),
  'a thrown bigint': thrown(() => 12n, /12/),
  'a thrown object': thrown(() => ({ status: 503, nested: { body: 'x' } }), /status/),
  'a thrown object that holds an error': thrown(oddValues, 'TypeError: as data'),
  'a thrown object with a message': thrown(
    () => ({ name: 'Refusal', message: 'no entry', code: 7 }),
    /no entry|keys: code, message, name/,
  ),
  'a thrown list': thrown(() => [1, 'two', { three: 3 }], /./),
  'a thrown function': thrown(() => function handler() {}, /./),
  'a thrown response': thrown(() => new Response('no', { status: 502 }), /502|Response/),
  'a thrown event': thrown(() => new Event('failed'), /Event/),
  'a thrown promise': thrown(() => Promise.resolve(1), /Promise/),
}

export const messages: Kinds = {
  'a message': {
    title: 'a plain message',
    provoke: ({ captureMessage }) => captureMessage('a plain message'),
  },
  'a message with a level': {
    title: 'a warning',
    provoke: ({ captureMessage }) => captureMessage('a warning', 'warning'),
  },
  'a message of level log': {
    title: 'a log line',
    provoke: ({ captureMessage }) => captureMessage('a log line', 'log'),
  },
  'a message with parameters': {
    title: 'user 7 has no basket',
    provoke: ({ captureMessage, parameterize }) =>
      captureMessage(parameterize`user ${7} has no ${'basket'}`),
  },
  'a message with a stack': {
    title: 'a message from somewhere',
    options: { attachStacktrace: true },
    provoke: ({ captureMessage }) => captureMessage('a message from somewhere'),
  },
  'a long message': {
    title: /^long long/,
    provoke: ({ captureMessage }) => captureMessage('long '.repeat(10_000)),
  },
}

export const byHand: Kinds = {
  'an event made by hand': {
    title: 'Handmade: as it is',
    options: { sendDefaultPii: true },
    provoke: ({ captureEvent }) =>
      captureEvent({
        level: 'fatal',
        logger: 'shop.orders',
        transaction: 'GET /orders/:id',
        server_name: 'shop-1',
        fingerprint: ['orders'],
        modules: { express: '5.3.0' },
        exception: { values: [{ type: 'Handmade', value: 'as it is' }] },
        request: {
          url: 'https://shop.example/orders/7',
          method: 'POST',
          query_string: 'page=2',
          headers: { Accept: 'text/html' },
          data: { name: 'tea' },
        },
        user: { id: '7', email: 'ada@shop.example', username: 'ada', ip_address: '192.0.2.7' },
        tags: { part: 'orders' },
        extra: { order: 7 },
        breadcrumbs: [{ category: 'auth', message: 'signed in', timestamp: Date.now() / 1000 }],
      }),
  },
  'a message event made by hand': {
    title: 'user 7 left',
    provoke: ({ captureEvent }) =>
      captureEvent({
        logentry: { message: 'user %s left', params: ['7'], formatted: 'user 7 left' },
      }),
  },
  'an event that beforeSend made anew': {
    title: 'another event',
    options: { beforeSend: () => ({ message: 'another event', level: 'info' }) },
    provoke: ({ captureMessage }) => captureMessage('the first event'),
  },
}

export const surroundings: Kinds = {
  'an error with tags of every sort': {
    title: 'Error: tagged',
    provoke({ captureException, setTag, setTags }) {
      setTags({ text: 'x', number: 7, zero: 0, yes: true, no: false, big: 12n, gone: undefined })
      setTag('with spaces in its key', 'a value with spaces')
      setTag('ümläut', 'in its key')
      setTag('key-of-200-'.padEnd(200, 'k'), 'a long key')
      setTag('long', 'v'.repeat(500))
      setTag('empty', '')
      setTag('', 'without a key')
      setTag('lines', 'one\ntwo')
      setTag('unicode', '😀 \ud800')
      captureException(new Error('tagged'))
    },
  },
  'an error with contexts of every sort': {
    title: 'Error: in many contexts',
    options: { normalizeDepth: 6 },
    provoke({ captureException, setContext }) {
      setContext('basket', { items: 3, total: 12.5, coupon: null })
      setContext('odd', oddValues())
      setContext('app', { app_name: 'shop', app_version: '1.2.0' })
      setContext('device', { family: 'phone', memory_size: 4_294_967_296, online: true })
      setContext('state', { state: { type: 'redux', value: { cart: { items: [1, 2] } } } })
      setContext('with spaces', { fine: true })
      setContext('gone', null)
      captureException(new Error('in many contexts'))
    },
  },
  'an error with extras': {
    title: 'Error: with extras',
    provoke({ captureException, setExtra, setExtras }) {
      setExtras(oddValues())
      setExtra('more', ['a', 'list', { of: 'things' }])
      captureException(new Error('with extras'))
    },
  },
  'an error of a user': {
    title: 'Error: of a user',
    options: { sendDefaultPii: true },
    provoke({ captureException, setUser }) {
      setUser({ id: 42, email: 'ada@shop.example', username: 'ada', name: 'Ada', plan: 'free' })
      captureException(new Error('of a user'))
    },
  },
  'an error of a user without an address': {
    title: 'Error: of nobody',
    provoke({ captureException, setUser }) {
      setUser({ id: '42', ip_address: null })
      captureException(new Error('of nobody'))
    },
  },
  'an error after breadcrumbs of every sort': {
    title: 'Error: after breadcrumbs',
    provoke({ addBreadcrumb, captureException }) {
      addBreadcrumb({ message: 'only a message' })
      addBreadcrumb({ category: 'only.category' })
      addBreadcrumb({ type: 'navigation', category: 'navigation', data: { from: '/', to: '/a' } })
      addBreadcrumb({
        type: 'http',
        category: 'fetch',
        data: { method: 'GET', url: 'https://shop.example/a', status_code: 503 },
      })
      addBreadcrumb({ type: 'query', category: 'db', message: 'select 1', data: oddValues() })
      for (const level of ['fatal', 'error', 'warning', 'log', 'info', 'debug'] as const) {
        addBreadcrumb({ level, category: 'levels', message: `level ${level}`, timestamp: 1.5e9 })
      }
      addBreadcrumb({ message: 'long '.repeat(5000) })
      captureException(new Error('after breadcrumbs'))
    },
  },
  'an error after what was printed': {
    title: 'Error: after printing',
    provoke({ captureException }) {
      console.log('about to fail', { order: 7 })
      console.warn('%s is low', 'stock')
      console.error(new Error('printed'))
      console.debug('details')
      captureException(new Error('after printing'))
    },
  },
  'what is printed as an error': {
    title: 'printed and captured',
    provoke({ addIntegration, captureConsoleIntegration }) {
      addIntegration(captureConsoleIntegration({ levels: ['error'] }))
      console.error('printed and captured')
    },
  },
  'an error in a trace from elsewhere': {
    title: 'Error: traced',
    provoke: ({ captureException, continueTrace }) =>
      continueTrace(
        {
          sentryTrace: '771a43a4192642f0b136d5159a501700-7c51afd529da4a2a-1',
          baggage:
            'sentry-trace_id=771a43a4192642f0b136d5159a501700,sentry-public_key=k,sentry-environment=e',
        },
        () => captureException(new Error('traced')),
      ),
  },
  'an error of a released build': {
    title: 'Error: released',
    options: { environment: 'staging', dist: '17' },
    provoke: ({ captureException }) => captureException(new Error('released')),
  },
  'an error in a file with a debug id': {
    title: 'Error: mapped',
    provoke({ captureException }) {
      const error = new Error('mapped')
      const ids = { [String(error.stack)]: '5e8f8a3c-1b1d-4c4e-9b7a-0c2d3e4f5a6b' }
      Object.assign(globalThis, { _debugIds: ids })
      captureException(error)
    },
  },
  'an error with attachments': {
    title: 'Error: with attachments',
    provoke: ({ captureException }) =>
      captureException(new Error('with attachments'), {
        attachments: [
          { filename: 'note.txt', data: 'hello\nworld\n', contentType: 'text/plain' },
          { filename: 'bytes.bin', data: new Uint8Array([0, 10, 13, 255]) },
        ],
      }),
  },
}

export const tooMuch: Kinds = {
  'a flood of equal errors': {
    title: /^Error: number \d+$/,
    // The tenth stands for those after it.
    events: 10,
    provoke({ captureException }) {
      for (let count = 0; count < 30; count++) captureException(new Error(`number ${count}`))
    },
  },
  'an error with more data than fits': {
    title: 'Error: heavy',
    cutByRelay: /^breadcrumbs\.values\.\d+\.data\.text$/,
    provoke({ addBreadcrumb, captureException }) {
      for (let count = 0; count < 100; count++) {
        addBreadcrumb({ message: `crumb ${count}`, data: { text: 'b'.repeat(8000) } })
      }
      const parts = Array.from({ length: 200 }, (_, index) => [`part ${index}`, 'x'.repeat(8000)])
      captureException(new Error('heavy'), { extra: Object.fromEntries(parts) })
    },
  },
  'an event that beforeSend made too big': {
    title: 'Error: swollen',
    options: {
      beforeSend: (event) => ({ ...event, extra: { kept: 'no', all: 'x'.repeat(2_000_000) } }),
    },
    provoke: ({ captureException }) => captureException(new Error('swollen')),
  },
}

export const captured: Kinds = {
  ...errors,
  ...otherValues,
  ...messages,
  ...byHand,
  ...surroundings,
  ...tooMuch,
}
