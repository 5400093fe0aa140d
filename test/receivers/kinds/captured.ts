/** Kinds that come of a call, on every platform. */
import type { Kinds } from './kind.js'
import { oddValues } from './odd-values.js'
import { errors, otherValues } from './thrown.js'

const messages: Kinds = {
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

const byHand: Kinds = {
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

const surroundings: Kinds = {
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

const tooMuch: Kinds = {
  'a flood of equal errors': {
    title: /^Error: number \d+$/,
    events: 10,
    mayday: { suppressed: 20 },
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
    mayday: { shed: ['extra'] },
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
