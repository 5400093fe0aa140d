/** What programs throw, captured on every platform. */
import type { Kinds, Sdk } from './kind.js'
import { oddValues } from './odd-values.js'

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
  'an error of Zod': {
    title: 'ZodError: Failed to validate keys: items.<array>.id',
    provoke({ addIntegration, captureException, zodErrorsIntegration }) {
      addIntegration(zodErrorsIntegration({ saveZodIssuesAsAttachment: true }))
      const issues = [
        { code: 'invalid_type', expected: 'number', path: ['items', 0, 'id'], message: 'no' },
        { code: 'unrecognized_keys', keys: ['a', 'b'], path: [], message: 'too many' },
      ]
      captureException(Object.assign(new Error('as JSON'), { name: 'ZodError', issues }))
    },
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
