import { execFileSync } from 'node:child_process'
import type { StoredEvent } from '@mayday/inbox'
import { describe, expect, test } from 'vitest'
import { relationOf, treeOf } from '../../packages/inbox/web/src/event/causes.js'
import { curlOf } from '../../packages/inbox/web/src/event/curl.js'
import { editorHref } from '../../packages/inbox/web/src/event/editor.js'
import { reportOf } from '../../packages/inbox/web/src/event/report.js'
import { reasonInWords } from '../../packages/inbox/web/src/rooms/reasons.js'
import { duration, percent } from '../../packages/inbox/web/src/shell/words.js'
import { typeError } from './story.js'

describe('a request as a command', () => {
  /** What a shell makes of the command: the arguments, one a line. */
  const argumentsOf = (command: string): string[] => {
    const script = `curl() { for a in "$@"; do printf '%s\\0' "$a"; done; }\n${command}`
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
  }

  test('has method, address, headers and body', () => {
    const request = {
      method: 'post',
      url: 'https://shop.example/a',
      query_string: [['q', 'a b']],
      headers: [
        ['Accept', 'text/html'],
        ['Host', 'x'],
      ],
      cookies: { sid: '1' },
      data: { a: 1 },
    }
    expect(curlOf(request)).toBe(
      [
        "curl --globoff 'https://shop.example/a?q=a%20b'",
        '-X POST',
        "-H 'Accept: text/html'",
        "-H 'Cookie: sid=1'",
        `--data-raw '{"a":1}'`,
      ].join(' \\\n  '),
    )
  })

  test.each([
    "'; touch /tmp/owned; '",
    '$(id)',
    '`id`',
    'a\u001b[201~\nid\n',
    "\\' \u0003 \\x41",
    '@/etc/passwd',
    'ü€𝄞',
  ])('runs nothing of a value: %j', (value) => {
    const command = curlOf({ url: 'https://shop.example/', method: 'PUT', data: value }) ?? ''
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
    expect(command.replaceAll(' \\\n  ', '')).not.toMatch(/[\u0000-\u001f\u007f]/)
    expect(argumentsOf(command).at(-1)).toBe(value)
  })

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'gopher://x',
    '-o /tmp/x',
    '',
    undefined,
  ])('is not made of %s', (url) => expect(curlOf({ url })).toBeUndefined())

  test('leaves out headers that are none, and splits none', () => {
    const headers = { '@/etc/passwd': 'a', 'X-A\nX-B': 'b', 'X-C': 'c\r\nX-D: d' }
    const command = curlOf({ url: 'https://shop.example/', headers })
    expect(command).toBe("curl --globoff 'https://shop.example/' \\\n  -H 'X-C: c X-D: d'")
  })
})

describe('a frame opens in an editor', () => {
  const template = 'vscode://file{path}:{line}:{column}'
  test.each([
    [{ abs_path: '/srv/a.js', lineno: 3, colno: 4 }, '', 'vscode://file/srv/a.js:3:4'],
    [{ abs_path: 'file:///srv/a.js', lineno: 3 }, '', 'vscode://file/srv/a.js:3:1'],
    [{ abs_path: 'C:\\shop\\a.js', lineno: 3 }, '', 'vscode://file/C:%5Cshop%5Ca.js:3:1'],
    [
      { filename: 'src/a.ts', lineno: 3 },
      '/home/me/shop/',
      'vscode://file/home/me/shop/src/a.ts:3:1',
    ],
    [
      { abs_path: 'http://localhost:5173/src/a.ts?t=1', lineno: 3 },
      '/shop',
      'vscode://file/shop/src/a.ts:3:1',
    ],
    [{ filename: 'src/a.ts', lineno: 3 }, '', undefined],
    [{ filename: '../../etc/passwd', lineno: 3 }, '/shop', undefined],
    [{ abs_path: '//evil.example/a.js', lineno: 3 }, '', undefined],
    [{ abs_path: '\\\\evil\\a.js', lineno: 3 }, '/shop', undefined],
    [{ abs_path: 'https://shop.example/a.js', lineno: 3 }, '/shop', undefined],
    [{ abs_path: 'node:internal/a', lineno: 3 }, '/shop', undefined],
    [{ abs_path: '/srv/$&.js', lineno: 3 }, '', 'vscode://file/srv/$&.js:3:1'],
    [{ abs_path: '/srv/a.js' }, '', undefined],
  ])('%j', (frame, root, href) => expect(editorHref(frame, template, root)).toBe(href))

  test.each([
    'javascript:alert("{path}")',
    'https://evil.example/{path}',
    'data:text/html,{path}',
    '{path}',
  ])('never by %s', (bad) =>
    expect(editorHref({ abs_path: '/srv/a.js', lineno: 1 }, bad, '')).toBeUndefined(),
  )
})

describe('an event as text', () => {
  const now = Date.UTC(2026, 5, 1) / 1000
  const iso = new Date(now * 1000).toISOString()
  const summary = {
    title: "TypeError: Cannot read properties of undefined (reading 'amount')",
    culprit: 'src/checkout/total.ts:17 total',
    level: 'error',
    platform: 'javascript',
    handled: false,
    project: 'shop',
  } as const
  const stored = {
    ...summary,
    id: 'e'.repeat(32),
    issueId: 'i',
    receivedAt: iso,
    timestamp: iso,
    event: typeError(now, 'ada'),
    items: [],
  } as unknown as StoredEvent
  const issue = {
    ...summary,
    id: 'i',
    status: 'open',
    count: 12,
    users: 3,
    firstSeen: iso,
    lastSeen: iso,
    latestEventId: stored.id,
  } as const

  test('says what happened, where, and what led there', () => {
    expect(
      reportOf(stored, issue),
    ).toBe(`TypeError: Cannot read properties of undefined (reading 'amount')
at src/checkout/total.ts:17 total

Level: error, unhandled
Release: shop@2.4.1
Environment: production
Platform: javascript
Request: POST https://shop.example/checkout
Happened: 2026-06-01T00:00:00.000Z
Seen: 12 times since 2026-06-01T00:00:00.000Z, by 3 users
Event: ${'e'.repeat(32)}

TypeError: Cannot read properties of undefined (reading 'amount')
    at total (src/checkout/total.ts:17:12)
        return sum - voucher.discount.amount
    at onSubmit (src/checkout/form.tsx:58:12)
        const sum = total(basket, voucher)
    at batchedUpdates (node_modules/react-dom/client.js:1480:12)
    at dispatchEvent (node_modules/react-dom/client.js:12044:12)

What led there, the latest first:
        -20 ms  console  voucher is missing
        -3.1 s  ui.click  form > button#pay[type="submit"]
       -12.5 s  fetch  GET /api/voucher 404
         -42 s  navigation  /basket → /checkout

Tags: customer=returning, browser=Firefox 140, feature.vouchers=on
`)
  })

  test('leaves out who it was', () => {
    expect(reportOf(stored, issue)).not.toMatch(/ada|Mozilla|SUMMER|step=2/)
  })
})

describe('causes', () => {
  const one = (id: number, parent: number | undefined, isGroup = false) => ({
    type: `E${id}`,
    mechanism: {
      exception_id: id,
      ...(parent !== undefined && { parent_id: parent }),
      ...(isGroup && { is_exception_group: true as const }),
      source: `errors[${id}]`,
    },
    frames: [],
  })

  test('of a group stand below what they belong to', () => {
    const all = [one(3, 1), one(2, 0), one(1, 0), one(0, undefined, true)]
    const tree = treeOf(all).map(({ exception, depth }) => [exception.type, depth])
    expect(tree).toEqual([
      ['E0', 0],
      ['E1', 1],
      ['E3', 2],
      ['E2', 1],
    ])
    expect(relationOf(one(3, 1), all)).toBe('errors[3] of E1')
  })

  test('that are each other’s are shown once each', () => {
    const all = [one(2, 1), one(1, 2), one(1, 1), one(0, 0, true)]
    expect(treeOf(all)).toHaveLength(4)
  })
})

test('numbers are told in words that do not promise too much', () => {
  expect([0.42, 9.96, 230.4, 1240, 125_000, -1500].map(duration)).toEqual([
    '0.4 ms',
    '10 ms',
    '230 ms',
    '1.24 s',
    '2 min 5 s',
    '-1.5 s',
  ])
  expect([1, 0.99999, 0.5].map(percent)).toEqual(['100 %', '99.99 %', '50 %'])
  expect(reasonInWords('constructor')).toBe('a reason that has no explanation here')
})
