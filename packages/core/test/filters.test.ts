import {
  addBreadcrumb,
  captureEvent,
  captureException,
  captureMessage,
  type Event,
  type Exception,
  getCurrentScope,
  lastEventId,
  type Options,
} from '@mayday/core'
import { describe, expect, it, vi } from 'vitest'
import { allowOddEvents } from '../../../test/setup/valid-events.js'
import { start } from './setup.js'
import { reported } from './wire.js'

/** An error that says it was thrown in these files, the newest call first. */
function errorIn(files: string[], message = 'boom'): Error {
  const error = new Error(message)
  const lines = files.map((file, index) => `    at f${index} (${file}:${index + 1}:1)`)
  error.stack = [`Error: ${message}`, ...lines].join('\n')
  return error
}

/** What becomes of `capture` with these options, all the way to the receiver. */
async function outcome(options: Partial<Options>, capture: () => unknown) {
  const { client, events, envelopes } = start(options)
  capture()
  expect(await client.flush()).toBe(true)
  const { captured, delivered, pending, dropped, reasons } = client.stats()
  expect(captured).toBe(delivered + pending + dropped)
  const report = reported(envelopes)
  expect(report).toEqual(
    Object.fromEntries(Object.entries(reasons).map(([reason, n]) => [`${reason}:error`, n])),
  )
  return { events, captured, delivered, reasons, titles: events.map(titleOf) }
}

function titleOf({ message, exception }: { message?: string; exception?: Event['exception'] }) {
  return message ?? exception?.values?.at(-1)?.value
}

/** An exception that was thrown in this file. */
const placed = (file: string): Exception => ({
  type: 'Error',
  stacktrace: { frames: [{ filename: `https://${file}`, function: 'f' }] },
})

const twice = (error: () => unknown) => () => {
  captureException(error())
  captureException(error())
}

describe('ignoreErrors', () => {
  it.each<[string, Options['ignoreErrors']]>([
    ['a part of the message', ['ooked']],
    ['an expression', [/^Cook/]],
    ['an expression that remembers its place', [/ooked/g]],
    ['a sticky expression', [/Cooked/y]],
    ['type and message together', ['TypeError: Cooked']],
    ['an expression for both', [/^TypeError: Cooked over$/]],
    ['one of several', ['nothing', /never/, 'over']],
  ])('drops by %s, every time', async (_what, ignoreErrors) => {
    let line = 0
    const error = () => Object.assign(new TypeError('Cooked over'), { stack: `line ${line++}` })
    const { captured, reasons } = await outcome({ ignoreErrors }, twice(error))
    expect(captured).toBe(2)
    expect(reasons).toEqual({ event_processor: 2 })
  })

  it.each<[string, Options['ignoreErrors']]>([
    ['other texts', ['cooked', 'TypeError:Cooked']],
    ['expressions that do not fit', [/^ooked/, /over.$/]],
    ['nothing', []],
  ])('lets pass what fits %s', async (_what, ignoreErrors) => {
    const { titles } = await outcome({ ignoreErrors }, () =>
      captureException(new TypeError('Cooked over')),
    )
    expect(titles).toEqual(['Cooked over'])
  })

  it('judges messages too', async () => {
    const { titles } = await outcome({ ignoreErrors: ['noise'] }, () => {
      captureMessage('some noise')
      captureMessage('a signal')
    })
    expect(titles).toEqual(['a signal'])
  })

  it('judges the captured error, not its causes', async () => {
    const { titles } = await outcome({ ignoreErrors: ['inner'] }, () => {
      captureException(new Error('outer', { cause: new Error('inner') }))
    })
    expect(titles).toEqual(['outer'])
  })
})

describe('denyUrls and allowUrls', () => {
  const own = 'https://shop.example/app.js'
  const other = 'https://ads.example/ad.js'

  it.each<[string, Partial<Options>, string[], boolean]>([
    ['denied file', { denyUrls: ['ads.example'] }, [other, own], false],
    ['denied file by an expression', { denyUrls: [/^https:\/\/ads\./g] }, [other, own], false],
    ['denied file further down', { denyUrls: ['ads.example'] }, [own, other], true],
    ['allowed file', { allowUrls: [/shop\.example/g] }, [own, other], true],
    ['allowed file further down', { allowUrls: ['shop.example'] }, [other, own], false],
    [
      'file allowed and denied',
      { allowUrls: ['shop.example'], denyUrls: ['app.js'] },
      [own],
      false,
    ],
    ['built-in on top', { denyUrls: ['ads.example'] }, ['<anonymous>', other, own], false],
    ['error without files', { denyUrls: ['shop'], allowUrls: ['nowhere'] }, [], true],
  ])('judge the throwing file: %s', async (_what, options, files, passes) => {
    const { delivered, reasons } = await outcome(
      options,
      twice(() => errorIn(files, `${passes}`)),
    )
    // The second is a repeat of the first, unless that was dropped.
    expect(delivered).toBe(passes ? 1 : 0)
    expect(reasons).toEqual({ event_processor: passes ? 1 : 2 })
  })

  it('judge the captured error, not its causes', async () => {
    const outer = errorIn([own], 'outer')
    outer.cause = errorIn([other], 'inner')
    const { titles } = await outcome({ denyUrls: ['ads.example'] }, () => captureException(outer))
    expect(titles).toEqual(['outer'])
  })

  it.each<[string, boolean, Exception[]]>([
    [
      'a child, which tells nothing of who threw the group',
      true,
      [
        { ...placed('ads.example/a.js'), mechanism: { type: 'chained', parent_id: 0 } },
        { ...placed('shop.example/a.js'), mechanism: { type: 'generic', exception_id: 0 } },
      ],
    ],
    [
      'a child, though its parent has no frames',
      true,
      [
        { ...placed('ads.example/a.js'), mechanism: { type: 'chained', parent_id: 0 } },
        { type: 'AggregateError', mechanism: { type: 'generic', exception_id: 0 } },
      ],
    ],
    ['one without frames', false, [placed('ads.example/a.js'), { type: 'Error' }]],
    ['one with no list of frames', false, [placed('ads.example/a.js'), { stacktrace: {} }]],
  ])('do not judge %s', async (_what, passes, values) => {
    const { delivered } = await outcome({ denyUrls: ['ads.example'] }, () =>
      captureEvent({ exception: { values } }),
    )
    expect(delivered).toBe(passes ? 1 : 0)
  })

  it('let messages pass, which were thrown nowhere', async () => {
    const { titles } = await outcome({ allowUrls: ['nowhere'] }, () => captureMessage('m'))
    expect(titles).toEqual(['m'])
  })
})

describe('sampleRate', () => {
  it.each([0, '0', '0.0'])('of %j drops everything', async (sampleRate) => {
    const { delivered, reasons } = await outcome({ sampleRate }, () => {
      captureMessage('one')
      captureMessage('two')
    })
    expect(delivered).toBe(0)
    expect(reasons).toEqual({ sample_rate: 2 })
  })

  it.each([1, '1', undefined, ''])('of %j drops nothing', async (sampleRate) => {
    const { titles } = await outcome({ sampleRate: sampleRate as number }, () => {
      for (let index = 0; index < 50; index++) captureMessage(`message ${index}`)
    })
    expect(titles).toHaveLength(50)
  })

  it('of a half drops by chance', async () => {
    const random = vi.spyOn(Math, 'random')
    const { titles } = await outcome({ sampleRate: 0.5 }, () => {
      random.mockReturnValue(0.49)
      captureMessage('in')
      random.mockReturnValue(0.5)
      captureMessage('out')
    })
    expect(titles).toEqual(['in'])
  })
})

describe('beforeSend', () => {
  it.each<[string, Options['beforeSend']]>([
    ['null', () => null],
    ['nothing', () => undefined as never],
    ['what is no event', () => true as never],
    [
      'an error',
      () => {
        throw new Error('mine')
      },
    ],
    ['null, later', async () => null],
    ['nothing, later', async () => undefined as never],
    ['a rejection', () => Promise.reject(new Error('mine'))],
  ])('drops the event when it gives %s', async (_what, beforeSend) => {
    const { delivered, reasons } = await outcome({ beforeSend: beforeSend as never }, () =>
      captureException(new Error('secret')),
    )
    expect(delivered).toBe(0)
    expect(reasons).toEqual({ before_send: 1 })
  })

  it('changes the event, by itself or by another', async () => {
    const { events } = await outcome(
      {
        beforeSend(event) {
          if (event.message === 'changed') event.tags = { by: 'hand' }
          return event.message === 'replaced' ? { message: 'new', level: 'fatal' } : event
        },
      },
      () => {
        captureMessage('changed')
        captureMessage('replaced')
      },
    )
    expect(events[0]).toMatchObject({ message: 'changed', tags: { by: 'hand' } })
    expect(events[1]).toMatchObject({
      message: 'new',
      level: 'fatal',
      timestamp: expect.any(Number),
      sdk: { settings: { infer_ip: 'never' } },
    })
    expect(events[1]?.event_id).toBe(lastEventId())
  })

  it('may take its time', async () => {
    const { events } = await outcome(
      { beforeSend: async (event) => ({ ...event, transaction: 'late' }) },
      () => captureMessage('m'),
    )
    expect(events[0]?.transaction).toBe('late')
  })

  it('sees the whole event and the original value', async () => {
    const error = new Error('original')
    const seen: unknown[] = []
    const { client } = start({
      release: 'r',
      beforeSend(event, hint) {
        seen.push(event.release, event.event_id === hint.event_id, hint.originalException)
        return event
      },
    })
    getCurrentScope().addEventProcessor((event) => ({ ...event, release: `${event.release}2` }))
    captureException(error)
    await client.flush()
    expect(seen).toEqual(['r2', true, error])
  })

  it('cannot change what belongs to the program', async () => {
    allowOddEvents('beforeSend changes every object that it can reach')
    const mine = {
      extra: { deep: { list: [1] } },
      contexts: { app: { build: { n: 1 } } },
      user: { id: '1', groups: ['a'] },
      request: { headers: { accept: 'x' } },
      breadcrumbs: [{ message: 'b', data: { n: { m: 1 } } }],
      tags: { t: 'x' },
      fingerprint: ['f'],
      logentry: { message: 'm %s', params: [{ n: 1 }] },
    }
    const before = structuredClone(mine)
    const { events } = await outcome(
      {
        beforeSend(event) {
          const changeAll = (value: unknown): void => {
            if (typeof value !== 'object' || value === null) return
            for (const member of Object.values(value)) changeAll(member)
            ;(value as Record<string, unknown>).changed = 'yes'
          }
          const { extra, contexts, user, request, breadcrumbs, tags, logentry } = event
          changeAll({ extra, contexts, user, request, breadcrumbs, tags, logentry })
          event.fingerprint?.push('changed')
          return event
        },
      },
      () => captureEvent(mine),
    )
    expect(mine).toEqual(before)
    expect(events[0]?.extra).toMatchObject({ changed: 'yes', deep: { changed: 'yes' } })
  })
})

describe('event processors', () => {
  it.each<[string, () => unknown]>([
    ['null', () => null],
    ['nothing', () => undefined],
    [
      'an error',
      () => {
        throw new Error('mine')
      },
    ],
    ['null, later', async () => null],
    ['a rejection', () => Promise.reject(new Error('mine'))],
  ])('drop the event when one gives %s', async (_what, processor) => {
    const after: unknown[] = []
    const { delivered, reasons } = await outcome({}, () => {
      getCurrentScope().addEventProcessor(processor as never)
      getCurrentScope().addEventProcessor((event) => {
        after.push(event)
        return event
      })
      captureMessage('m')
    })
    expect(delivered).toBe(0)
    expect(reasons).toEqual({ event_processor: 1 })
    expect(after).toEqual([])
  })

  it('change the event in turn, however long each takes', async () => {
    const add = (text: string) => (event: Event) => ({ ...event, message: event.message + text })
    const { titles } = await outcome({}, () => {
      const scope = getCurrentScope()
      scope.addEventProcessor(add(' one'))
      scope.addEventProcessor(async (event) => add(' two')(event))
      scope.addEventProcessor(add(' three'))
      captureMessage('zero')
    })
    expect(titles).toEqual(['zero one two three'])
  })
})

describe('repeats', () => {
  it('are dropped back to back, and only then', async () => {
    const at = (line: number, message = 'same') =>
      errorIn([`https://shop.example/${line}.js`], message)
    const { titles, reasons } = await outcome({}, () => {
      captureException(at(1))
      captureException(at(1))
      captureException(at(1))
      captureException(at(2))
      captureException(at(1))
      captureException(at(1, 'other'))
      captureException(at(1))
    })
    expect(titles).toEqual(['same', 'same', 'same', 'other', 'same'])
    expect(reasons).toEqual({ event_processor: 2 })
  })

  it('are the same however they were noticed', async () => {
    const make = () => errorIn(['https://shop.example/1.js'], 'same')
    const { delivered } = await outcome({}, () => {
      captureException(make())
      captureException(make(), { mechanism: { type: 'onerror', handled: false } })
    })
    expect(delivered).toBe(1)
  })

  it('are told apart by their oldest frame', async () => {
    const files = Array.from({ length: 30 }, (_, line) => `https://shop.example/${line}.js`)
    const { delivered } = await outcome({}, () => {
      captureException(errorIn([...files, 'https://shop.example/here.js'], 'same'))
      captureException(errorIn([...files, 'https://shop.example/there.js'], 'same'))
    })
    expect(delivered).toBe(2)
  })

  it('are no repeats where they cannot be compared', async () => {
    const { delivered } = await outcome({}, () => {
      for (let count = 0; count < 2; count++) {
        captureEvent({ message: 'm', fingerprint: [1n as never] })
      }
    })
    expect(delivered).toBe(2)
  })

  it('are no repeats with another fingerprint', async () => {
    const { delivered } = await outcome({}, () => {
      captureMessage('m', { fingerprint: ['a'] })
      captureMessage('m', { fingerprint: ['b'] })
    })
    expect(delivered).toBe(2)
  })

  it('are sent by who wants them', async () => {
    const { delivered } = await outcome({ defaultIntegrations: false }, () => {
      captureMessage('m')
      captureMessage('m')
    })
    expect(delivered).toBe(2)
  })
})

describe('drops', () => {
  it('go along with the next event, added up by reason', async () => {
    const { client, envelopes } = start({
      ignoreErrors: ['ignored'],
      beforeSend: (event) => (event.message?.startsWith('secret') ? null : event),
    })
    captureMessage('ignored 1')
    captureMessage('ignored 2')
    captureMessage('secret')
    captureMessage('open')
    await Promise.resolve()
    expect(envelopes).toHaveLength(1)
    expect(reported(envelopes)).toEqual({ 'event_processor:error': 2, 'before_send:error': 1 })
    await client.flush()
    expect(envelopes).toHaveLength(1)
  })

  it('are reported by flush where no event follows, once', async () => {
    const { client, envelopes } = start({ beforeSend: () => null })
    captureMessage('secret')
    await client.flush()
    await client.flush()
    expect(envelopes).toHaveLength(1)
    expect(reported(envelopes)).toEqual({ 'before_send:error': 1 })
  })

  it('are not reported when that is not wanted, but counted', async () => {
    const { client, envelopes } = start({ beforeSend: () => null, sendClientReports: false })
    captureMessage('secret')
    await client.flush()
    expect(envelopes).toEqual([])
    expect(client.stats()).toMatchObject({ captured: 1, dropped: 1, reasons: { before_send: 1 } })
  })
})

describe('breadcrumbs', () => {
  async function trail(options: Partial<Options>, add: () => void) {
    const { captured } = start(options)
    add()
    captureMessage('m')
    return (await captured()).breadcrumbs?.values.map(({ message }) => message)
  }
  const three = () => {
    for (const message of ['one', 'two', 'three']) addBreadcrumb({ message })
  }

  it('are told oldest first, with their time', async () => {
    const { captured } = start()
    const before = Date.now() / 1000
    addBreadcrumb({ message: 'one', category: 'c', level: 'warning', data: { n: 1 } })
    addBreadcrumb({ message: 'two', timestamp: 5 })
    captureMessage('m')
    const values = (await captured()).breadcrumbs?.values
    expect(values).toMatchObject([
      { message: 'one', category: 'c', level: 'warning', data: { n: 1 } },
      { message: 'two', timestamp: 5 },
    ])
    expect(values?.[0]?.timestamp).toBeGreaterThanOrEqual(before)
    expect(values?.[0]?.timestamp).toBeLessThanOrEqual(Date.now() / 1000)
  })

  it.each<[string, Options['beforeBreadcrumb'], string[] | undefined]>([
    ['null', (one) => (one.message === 'two' ? null : one), ['one', 'three']],
    [
      'an error',
      (one) => {
        if (one.message === 'two') throw new Error('mine')
        return one
      },
      ['one', 'three'],
    ],
    ['nothing', () => undefined as never, undefined],
    ['another', (one) => ({ ...one, message: `${one.message}!` }), ['one!', 'two!', 'three!']],
  ])('obey a beforeBreadcrumb that gives %s', async (_what, beforeBreadcrumb, expected) => {
    expect(await trail({ beforeBreadcrumb: beforeBreadcrumb as never }, three)).toEqual(expected)
  })

  it('show beforeBreadcrumb what they were made of', async () => {
    const seen: unknown[] = []
    start({
      beforeBreadcrumb(one, hint) {
        seen.push(one.message, hint)
        return one
      },
    })
    addBreadcrumb({ message: 'm' }, { input: [1] })
    expect(seen).toEqual(['m', { input: [1] }])
  })

  it('can be turned off', async () => {
    const add = () => {
      three()
      getCurrentScope().addBreadcrumb({ message: 'on the scope' })
    }
    expect(await trail({ maxBreadcrumbs: 0 }, add)).toBeUndefined()
  })

  it('are cut to the newest', async () => {
    expect(await trail({ maxBreadcrumbs: 2 }, three)).toEqual(['two', 'three'])
  })

  it('are cut in all scopes together', async () => {
    const add = () => {
      three()
      getCurrentScope().addBreadcrumb({ message: 'four' })
    }
    expect(await trail({ maxBreadcrumbs: 2 }, add)).toEqual(['three', 'four'])
  })

  it('are 100 by default', async () => {
    const messages = await trail({}, () => {
      for (let index = 0; index < 120; index++) addBreadcrumb({ message: `${index}` })
    })
    expect(messages).toHaveLength(100)
    expect(messages?.[0]).toBe('20')
  })
})

it('an event that cannot be compared with the one before is sent', async () => {
  const { captured } = start()
  for (let count = 0; count < 2; count++) {
    captureEvent({ message: 'same', fingerprint: [1n as never] })
    expect(await captured()).toMatchObject({ message: 'same', fingerprint: ['[BigInt: 1]'] })
  }
})
