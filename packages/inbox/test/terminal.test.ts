import { describe, expect, test } from 'vitest'
import { formatArrival, type StoredEvent, wantsColor } from '../src/index.js'
import { emptyInbox, sendEvent } from './sending.js'

const url = 'http://127.0.0.1:7070'

async function stored(event: object): Promise<StoredEvent> {
  return sendEvent(await emptyInbox(), event, 'shop')
}

describe('an arrived event in the terminal', () => {
  test('is a block of what one wants to know first', async () => {
    const event = await stored({
      platform: 'node',
      transaction: 'GET /cart/:id',
      request: { method: 'GET', url: 'http://shop.example/cart/7' },
      exception: {
        values: [
          {
            type: 'TypeError',
            value: 'no cart',
            mechanism: { type: 'x', handled: false },
            stacktrace: {
              frames: [
                { filename: '/srv/cart.js', function: 'total', lineno: 42, in_app: true },
                { filename: 'node:events', function: 'emit', lineno: 1, in_app: false },
              ],
            },
          },
        ],
      },
    })
    const time = new Date(event.receivedAt).toTimeString().slice(0, 8)
    expect(formatArrival(event, { url })).toBe(
      [
        `${time}  error  project shop · node  unhandled`,
        '  TypeError: no cart',
        '  /srv/cart.js:42 total',
        '  GET /cart/:id  GET http://shop.example/cart/7',
        `  ${url}/#/issues/${event.issueId}`,
        '\n',
      ].join('\n'),
    )
  })

  test('leaves out what is not known', async () => {
    const event = await stored({ message: 'hello' })
    expect(formatArrival(event, { url }).split('\n').slice(1)).toEqual([
      '  hello',
      `  ${url}/#/issues/${event.issueId}`,
      '',
      '',
    ])
  })

  test('cannot send commands to the terminal', async () => {
    const evil = '\x1b]0;owned\x07\x1b[2J\r\u009b31m\u202etxt.exe\u2028\x7fend'
    const event = await stored({
      platform: evil,
      transaction: evil,
      request: { url: evil, method: evil },
      exception: {
        values: [
          { type: evil, value: evil, stacktrace: { frames: [{ filename: evil, function: evil }] } },
        ],
      },
    })
    const text = formatArrival({ ...event, project: evil }, { url })
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(text.split('\n')).toHaveLength(7)
  })

  test('has colours only when asked for', async () => {
    const event = await stored({ message: 'hello' })
    expect(formatArrival(event, { url, color: true })).toContain('\x1b[1mhello\x1b[22m')
    expect(formatArrival(event, { url })).not.toContain('\x1b')
  })
})

test('colours suit a terminal whose user has not turned them off', () => {
  const before = process.env.NO_COLOR
  delete process.env.NO_COLOR
  expect(wantsColor({ isTTY: true })).toBe(true)
  expect(wantsColor({})).toBe(false)
  process.env.NO_COLOR = '1'
  expect(wantsColor({ isTTY: true })).toBe(false)
  if (before === undefined) delete process.env.NO_COLOR
  else process.env.NO_COLOR = before
})
