import { describe, expect, test } from 'vitest'
import { emptyInbox, sendEvent } from './sending.js'

interface ErrorParts {
  type?: string
  value?: string
  frames?: object[]
  mechanism?: object
}

function errorEvent({ type = 'Error', value = 'boom', frames, mechanism }: ErrorParts): object {
  const exception = {
    type,
    value,
    ...(mechanism && { mechanism }),
    ...(frames && { stacktrace: { frames } }),
  }
  return { exception: { values: [exception] } }
}

const pay = { function: 'pay', filename: '/srv/pay.js', lineno: 3, in_app: true }

/** How many issues these events make. */
async function issuesOf(...events: object[]): Promise<number> {
  const inbox = await emptyInbox()
  const stored = []
  for (const event of events) stored.push(await sendEvent(inbox, event))
  return new Set(stored.map(({ issueId }) => issueId)).size
}

describe('one issue', () => {
  test.each([
    [
      'the same error from another line, with another message',
      errorEvent({ frames: [pay], value: 'no cart 1' }),
      errorEvent({ frames: [{ ...pay, lineno: 9 }], value: 'no cart 2' }),
    ],
    [
      'the same error through other library frames',
      errorEvent({ frames: [pay] }),
      errorEvent({ frames: [{ function: 'emit', filename: 'node:events', in_app: false }, pay] }),
    ],
    [
      'the same error in the next build of a bundle',
      errorEvent({
        frames: [{ ...pay, filename: 'https://shop.example/assets/index-Ab12Cd34.js?v=1' }],
      }),
      errorEvent({
        frames: [{ ...pay, filename: 'https://shop.example/assets/index-Ef56Gh78.js#x' }],
      }),
    ],
    [
      'the same error in the next build with hex hashes',
      errorEvent({ frames: [{ ...pay, filename: 'https://shop.example/main.3f2a9b1c.chunk.js' }] }),
      errorEvent({ frames: [{ ...pay, filename: 'https://shop.example/main.9d8e7f6a.chunk.js' }] }),
    ],
    [
      'a recursion of another depth',
      errorEvent({ frames: [pay, pay] }),
      errorEvent({ frames: [pay, pay, pay] }),
    ],
    [
      'messages that differ in numbers and ids',
      {
        message: 'Job 17 of 9ec79c33-ec99-42ab-8353-589fcb2e04dc failed after 2.5 s at 0xdeadbeef',
      },
      { message: 'Job 4 of 771a43a4-1926-42f0-b136-d5159a501700 failed after 3 s at 0xcafe' },
    ],
    [
      'messages of one template',
      { logentry: { message: 'Hello %s', params: ['a'], formatted: 'Hello a' } },
      { logentry: { message: 'Hello %s', params: ['b'], formatted: 'Hello b' } },
    ],
    [
      'the same fingerprint',
      { message: 'a', fingerprint: ['mine'] },
      { ...errorEvent({}), fingerprint: ['mine'] },
    ],
    [
      'an exception list that came flat',
      errorEvent({ frames: [pay] }),
      { exception: [{ type: 'Error', stacktrace: { frames: [pay] } }] },
    ],
  ])('%s', async (_what, first, second) => {
    expect(await issuesOf(first, second)).toBe(1)
  })
})

describe('two issues', () => {
  const synthetic = { type: 'generic', synthetic: true }
  test.each([
    [
      'another type',
      errorEvent({ frames: [pay] }),
      errorEvent({ type: 'TypeError', frames: [pay] }),
    ],
    [
      'another function',
      errorEvent({ frames: [pay] }),
      errorEvent({ frames: [{ ...pay, function: 'refund' }] }),
    ],
    [
      'nameless functions at other source lines',
      errorEvent({ frames: [{ ...pay, function: '?', context_line: 'a()' }] }),
      errorEvent({ frames: [{ ...pay, function: '?', context_line: 'b()' }] }),
    ],
    ['without frames, another message', errorEvent({ value: 'a' }), errorEvent({ value: 'b' })],
    [
      'made by the SDK, another value with the same stack',
      errorEvent({ frames: [pay], value: 'keys: a', mechanism: synthetic }),
      errorEvent({ frames: [pay], value: 'keys: b', mechanism: synthetic }),
    ],
    [
      'another cause',
      { exception: { values: [{ type: 'A' }, { type: 'Error', stacktrace: { frames: [pay] } }] } },
      { exception: { values: [{ type: 'B' }, { type: 'Error', stacktrace: { frames: [pay] } }] } },
    ],
    [
      'the default refined by a fingerprint',
      { message: 'a', fingerprint: ['{{ default }}', 'x'] },
      { message: 'b', fingerprint: ['{{ default }}', 'x'] },
    ],
    [
      'a fingerprint and none',
      { message: 'a', fingerprint: ['a'] },
      { message: 'a', fingerprint: [] },
    ],
  ])('%s', async (_what, first, second) => {
    expect(await issuesOf(first, second)).toBe(2)
  })

  test('the same error in another project', async () => {
    const inbox = await emptyInbox()
    const one = await sendEvent(inbox, errorEvent({ frames: [pay] }), '1')
    const two = await sendEvent(inbox, errorEvent({ frames: [pay] }), 'shop')
    expect(one.issueId).not.toBe(two.issueId)
  })
})

describe('what a list shows of an event', () => {
  test('is the captured error, the last of its chain', async () => {
    const inbox = await emptyInbox()
    const stored = await sendEvent(inbox, {
      platform: 'node',
      exception: {
        values: [
          { type: 'RangeError', value: 'the cause' },
          {
            type: 'TypeError',
            value: 'the error\nwith more lines',
            mechanism: { type: 'generic', handled: false },
            stacktrace: {
              frames: [pay, { filename: 'node:events', function: 'emit', in_app: false }],
            },
          },
        ],
      },
    })
    expect(stored).toMatchObject({
      title: 'TypeError: the error',
      culprit: '/srv/pay.js:3 pay',
      level: 'error',
      platform: 'node',
      handled: false,
    })
  })

  test('is the value alone when the SDK made the error object', async () => {
    const inbox = await emptyInbox()
    const mechanism = { type: 'generic', synthetic: true }
    const stored = await sendEvent(inbox, errorEvent({ value: 'Captured: a', mechanism }))
    expect(stored.title).toBe('Captured: a')
  })

  test.each([
    [{ message: 'text' }, 'text', 'info'],
    [{ logentry: { message: 'a %s', formatted: 'a b' }, level: 'warning' }, 'a b', 'warning'],
    [{ level: 'critical' }, 'No message', 'fatal'],
    [{ level: 'warn', exception: { values: [{ type: 'A' }] } }, 'A', 'error'],
    [{ exception: { values: [null, 7, { type: 4, value: {} }] }, level: {} }, '4', 'error'],
    [
      { exception: 'x', message: ['y'], fingerprint: 'z', timestamp: 'never' },
      'No message',
      'info',
    ],
  ])('of %j is %j', async (event, title, level) => {
    const inbox = await emptyInbox()
    expect(await sendEvent(inbox, event)).toMatchObject({ title, level })
  })

  test('is dated by the event, unless it names a time that cannot be', async () => {
    const inbox = await emptyInbox()
    const seconds = Math.floor(Date.now() / 1000) - 3600
    const iso = new Date(seconds * 1000).toISOString()
    expect((await sendEvent(inbox, { timestamp: seconds })).timestamp).toBe(iso)
    expect((await sendEvent(inbox, { timestamp: iso })).timestamp).toBe(iso)
    const wrong = await sendEvent(inbox, { timestamp: Date.now() })
    expect(wrong.timestamp).toBe(wrong.receivedAt)
  })
})
