import { captureException, captureMessage, getClient, setTag, setUser } from '@mayday/core'
import { createMemoryReceiver, type Expected, parseEnvelope, titleOf } from '@mayday/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'

/** What an assertion that fails says. */
async function complaint(assertion: () => unknown): Promise<string> {
  try {
    await assertion()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('The assertion holds')
}

describe('a receiver in memory', () => {
  it('hands out events one by one, also to those who asked before', async () => {
    const { captured } = start()
    const early = [captured(), captured()]
    captureMessage('first')
    captureMessage('second')
    captureMessage('third')
    expect((await Promise.all(early)).map(titleOf)).toEqual(['first', 'second'])
    expect(await captured()).toHaveTitle('third')
  })

  it('hands out the event that is asked for, and leaves the others', async () => {
    const { captured } = start()
    captureMessage('of no interest')
    captureException(new TypeError('x is not a function'))
    expect(await captured('TypeError')).toHaveTitle('TypeError: x is not a function')
    expect(await captured()).toHaveTitle('of no interest')
  })

  it('says what there was instead when the wait is over', async () => {
    const { captured } = start()
    expect(await complaint(() => captured(undefined, 1))).toBe(
      'No event was captured within 1 ms. Nothing was captured.',
    )
    captureMessage('tea')
    captureException(new RangeError('too hot'))
    expect(await complaint(() => captured('coffee', 1))).toBe(
      [
        'No event like "coffee" was captured within 1 ms. Captured so far:',
        '  1. tea',
        '  2. RangeError: too hot',
      ].join('\n'),
    )
  })

  it('knows when nothing more is to come', async () => {
    const answers: (() => void)[] = []
    const { events, settled } = start({
      beforeSend: (event) => new Promise((resolve) => answers.push(() => resolve(event))),
    })
    captureMessage('under way')
    const rest = settled()
    await expect.poll(() => answers).toHaveLength(1)
    expect(events).toEqual([])
    answers[0]?.()
    await rest
    expect(events.map(titleOf)).toEqual(['under way'])
  })

  it('settles without a client, too', async () => {
    await createMemoryReceiver().settled()
    expect(getClient()).toBeUndefined()
  })

  it('tells whether nothing was captured, and what was', async () => {
    const { nothingCaptured } = start({ beforeSend: async (event) => event })
    await nothingCaptured()
    captureMessage('tea')
    await nothingCaptured('coffee')
    expect(await complaint(() => nothingCaptured('tea'))).toBe(
      'No event like "tea" was expected. Captured so far:\n  1. tea',
    )
    expect(await complaint(() => nothingCaptured())).toContain('1. tea')
  })

  it('waits for a condition, and passes on what the condition throws', async () => {
    const { until } = start()
    const three = until((events) => events.length === 3)
    for (const text of ['a', 'b', 'c']) captureMessage(text)
    expect(await three).toBe(true)
    expect(await until((events) => events.length === 4, 1)).toBe(false)
    const broken = (): boolean => {
      throw new Error('a mistake in the test')
    }
    await expect(until(broken)).rejects.toThrow('a mistake in the test')
    captureMessage('arrives all the same')
    expect(await until((events) => events.length === 4)).toBe(true)
  })

  it('forgets everything when it is cleared, and accepts again', async () => {
    const memory = start()
    captureMessage('old')
    memory.answerWith(413)
    memory.clear()
    const { envelopes, events, items, attachments } = memory
    expect({ envelopes, events, items, attachments }).toEqual({
      envelopes: [],
      events: [],
      items: [],
      attachments: [],
    })
    captureMessage('new')
    expect(await memory.captured()).toHaveTitle('new')
    expect(events).toHaveLength(1)
  })

  it('reads all items of an envelope, binary ones by their length', async () => {
    const { client, captured, clear, items, attachments, envelopes } = start()
    captureMessage('valid')
    const event = await captured()
    clear()
    const bytes = Uint8Array.of(0x7b, 0x0a, 0xff, 0x00, 0x0a)
    client.sendEnvelope([
      { event_id: 'a'.repeat(32) },
      [
        [{ type: 'event' }, { ...event, message: 'häß' }],
        [{ type: 'attachment', filename: 'tea.bin' }, bytes],
        [{ type: 'attachment', filename: 'tea.txt' }, 'two\nlines'],
      ],
    ])
    await client.flush()
    expect(items.map(({ headers }) => headers.type)).toEqual(['event', 'attachment', 'attachment'])
    expect(attachments.map(({ headers }) => headers.filename)).toEqual(['tea.bin', 'tea.txt'])
    expect([...(attachments[0]?.payload ?? [])]).toEqual([...bytes])
    expect(attachments[1]?.text).toBe('two\nlines')
    expect(envelopes[0]).toContain('"message":"häß"')
  })

  it('waits in real time while the time of the test stands still', async () => {
    const { captured, settled } = start()
    vi.useFakeTimers()
    try {
      await settled()
      expect(await complaint(() => captured('nothing', 1))).toContain('within 1 ms')
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('what is expected of an event', () => {
  class TeaError extends Error {
    override name = 'TeaError'
  }
  it.each<[string, Expected, Expected]>([
    ['a part of the title', 'no tea', 'no coffee'],
    ['an expression', /^TeaError: \w+ tea$/g, /^tea/],
    ['an error', new TeaError('no tea'), new TypeError('no tea')],
    ['a part of the event', { tags: { shop: '7' }, level: 'error' }, { tags: { shop: '8' } }],
    ['a missing part', { user: undefined }, { tags: undefined }],
    [
      'parts at any depth',
      { exception: { values: [{ type: 'TeaError', value: /tea$/ }] } },
      { exception: { values: [] } },
    ],
    ['the matchers of the test runner', { tags: expect.any(Object) }, { tags: expect.any(String) }],
    ['such a matcher alone', expect.objectContaining({ level: 'error' }), expect.any(String)],
    ['a function', (event) => event.level === 'error', (event) => event.level === 'fatal'],
  ])('is %s', async (_what, isIt, isSomethingElse) => {
    const { captured } = start()
    setTag('shop', 7)
    captureException(new TeaError('no tea'))
    await expect(captured(isSomethingElse, 1)).rejects.toThrow('No event')
    expect(await captured(isIt, 1)).toHaveTitle('TeaError: no tea')
  })
})

describe('the title of an event', () => {
  it.each([
    [{ exception: { values: [{ type: 'A', value: 'cause' }, { type: 'B' }] } }, 'B'],
    [{ exception: { values: [{ value: 'no type' }] }, message: 'more' }, 'no type'],
    [{ message: 'plain' }, 'plain'],
    [{ logentry: { message: '%s items', formatted: '3 items' } }, '3 items'],
    [{ logentry: { message: 'only a template' } }, 'only a template'],
    [{}, '<no title>'],
  ])('of %j is %s', (event, title) => {
    expect(titleOf(event)).toBe(title)
    expect(event).toHaveTitle(title)
    expect(event).not.toHaveTitle(`${title}.`)
  })
})

describe('the matchers', () => {
  it('wait for what is still to come', async () => {
    const memory = start({ beforeSend: async (event) => event })
    const assertion = expect(memory).toHaveCaptured('later')
    captureMessage('sooner')
    captureMessage('later')
    await assertion
    await expect(memory).toHaveCaptured({ message: 'sooner', level: 'info' })
    await expect(memory).toHaveCapturedTimes(2)
    await expect(memory).toHaveCapturedTimes(1, /^soon/)
    await expect(memory).not.toHaveCapturedTimes(1)
  })

  it('take nothing away from captured()', async () => {
    const memory = start()
    captureMessage('tea')
    await expect(memory).toHaveCaptured('tea')
    expect(await memory.captured()).toHaveTitle('tea')
  })

  it('find what is dropped on a slow way not captured', async () => {
    const memory = start({ beforeSend: async () => null })
    captureMessage('tea')
    await expect(memory).not.toHaveCaptured()
    expect(memory.events).toEqual([])
  })

  it('list what was captured instead, and in which way it was something else', async () => {
    const memory = start()
    setUser({ id: '7' })
    captureMessage('tea', 'warning')
    captureException(new RangeError('too hot'))
    const list = '  1. tea\n  2. RangeError: too hot'
    const [byTitle, byPart, byError, byFunction, twice] = await Promise.all([
      complaint(() => expect(memory).toHaveCaptured('coffee')),
      complaint(() => expect(memory).toHaveCaptured({ user: { id: /8/ }, level: 'warning' })),
      complaint(() => expect(memory).toHaveCaptured(new RangeError('too cold'))),
      complaint(() => expect(memory).toHaveCaptured(() => false)),
      complaint(() => expect(memory).toHaveCapturedTimes(3)),
    ])
    const within = 'to be captured within 1000 ms. Captured so far:'
    expect(byTitle).toBe(`Expected an event like "coffee" ${within}\n${list}`)
    expect(byPart).toBe(
      [
        `Expected an event like {"user":{"id":"/8/"},"level":"warning"} ${within}`,
        '  1. tea (user.id is "7")',
        '  2. RangeError: too hot (user.id is "7", level is "error")',
      ].join('\n'),
    )
    expect(byError).toContain('an event like "RangeError: too cold" to be captured')
    expect(byFunction).toContain('an event that the given function accepts to be captured')
    expect(twice).toBe(`Expected 3 events to be captured; 2 were. Captured so far:\n${list}`)
  })

  it('say what should not have been captured', async () => {
    const memory = start()
    captureMessage('tea')
    expect(await complaint(() => expect(memory).not.toHaveCaptured(/te/))).toBe(
      'Expected no event like /te/ to be captured. Captured so far:\n  1. tea',
    )
    expect(await complaint(() => expect(memory).not.toHaveCapturedTimes(1, 'tea'))).toContain(
      'Expected another number of events like "tea" to be captured than 1.',
    )
    expect(await complaint(() => expect(memory.events[0]).toHaveTitle(/coffee/))).toBe(
      'Expected the title to match /coffee/; it is "tea"',
    )
    expect(await complaint(() => expect(memory.events[0]).not.toHaveTitle('tea'))).toBe(
      'Expected the title not to be "tea"; it is "tea"',
    )
  })

  it('refuse what they are not made for', async () => {
    const wrong = 'Expected what createMemoryReceiver() returns'
    expect(await complaint(() => expect([]).toHaveCaptured())).toBe(wrong)
    expect(await complaint(() => expect(undefined).toHaveCapturedTimes(1))).toBe(wrong)
    expect(await complaint(() => expect(undefined).toHaveTitle('x'))).toBe(
      'Expected an event, not missing',
    )
  })
})

describe('parseEnvelope', () => {
  const event = '{"type":"event"}'
  it.each([
    ['{}', []],
    ['{}\n', []],
    [`{}\n${event}\n{"message":"a"}`, ['{"message":"a"}']],
    [`{}\n${event}\n{"message":"a"}\n`, ['{"message":"a"}']],
    ['{}\n{"type":"attachment","length":5}\nhäß\n', ['häß']],
    ['{}\n{"type":"attachment","length":2}\n\n\n\n{"type":"event"}\n{}', ['\n\n', '{}']],
    ['{}\n{"type":"attachment","length":0,"filename":"e"}\n\n', ['']],
  ])('reads %j', (text, payloads) => {
    expect(parseEnvelope(text).items.map((item) => item.text)).toEqual(payloads)
  })

  it('needs no TextEncoder, which jsdom in jest has not', async () => {
    vi.stubGlobal('TextEncoder', undefined)
    vi.stubGlobal('TextDecoder', undefined)
    vi.resetModules()
    try {
      const { parseEnvelope: parseByHand } = await import('@mayday/core/testing')
      const text = 'a\u007f % ä ß € 😀 \u0000 \\u0000 \n'
      const body = `{}\n${event}\n${JSON.stringify({ message: text })}`
      expect(JSON.parse(parseByHand(body).items[0]?.text ?? '')).toEqual({ message: text })
      expect(parseByHand(`{"half":"\ud83d"}`).headers).toEqual({ half: '\ufffd' })
      expect(() => parseByHand(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow()
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it.each([
    ['a blank line', `{}\n\n${event}\n{}`],
    ['a second line feed at the end', `{}\n${event}\n{}\n\n`],
    ['a header that is no object', '[]\n'],
    ['an item without a type', '{}\n{}\n{}'],
    ['a payload that is too short', '{}\n{"type":"attachment","length":5}\nabc'],
    ['a payload that is too long', '{}\n{"type":"attachment","length":2}\nabc'],
    ['text that is no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
  ])('refuses %s', (_what, body) => {
    expect(() => parseEnvelope(body)).toThrow()
  })
})
