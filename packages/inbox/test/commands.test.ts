import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { IssueAnswer, IssuesAnswer } from '../src/api/answers.js'
import type { StoredEvent } from '../src/index.js'
import { sizeOption } from '../src/terminal/options.js'
import { run } from '../src/terminal/run.js'
import { emptyInbox, getJson, sendEvent, startInbox } from './sending.js'

/** What the program writes, and how it ends. */
async function program(...args: string[]) {
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(written)
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(written)
  try {
    await run(args)
    const [stdout, stderr] = [out, err].map((spy) => spy.mock.calls.map(([text]) => text).join(''))
    return { stdout: stdout ?? '', stderr: stderr ?? '', code: process.exitCode ?? 0 }
  } finally {
    process.exitCode = undefined
    out.mockRestore()
    err.mockRestore()
  }
}

function written(_text: unknown, ...rest: unknown[]): boolean {
  const done = rest.at(-1)
  if (typeof done === 'function') done()
  return true
}

const evil = 'a\x1b]0;owned\x07\x1b[2J\r\nb\u009b31m\u202etxt'
const anyControl = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const evilEvent = {
  platform: evil,
  message: evil,
  environment: evil,
  tags: { [evil]: evil },
  user: { id: evil, [evil]: evil },
  request: { url: evil },
  extra: { [evil]: { [evil]: evil } },
  breadcrumbs: [{ category: evil, message: evil, level: evil }],
  exception: {
    values: [
      {
        type: evil,
        value: evil,
        mechanism: { source: evil },
        stacktrace: {
          frames: [
            { filename: evil, function: evil, lineno: 2, context_line: evil, pre_context: [evil] },
          ],
        },
      },
    ],
  },
}

describe('mayday-inbox issues', () => {
  test('lists what is open, the one seen last first', async () => {
    const inbox = await emptyInbox()
    const old = await sendEvent(inbox, { message: 'old', timestamp: 1_700_000_000 })
    const fresh = await sendEvent(inbox, { message: 'new', level: 'warning' }, 'shop')
    const { stdout, code } = await program('issues', '--url', inbox.url)
    expect(code).toBe(0)
    const [first, second] = stdout.split('\n')
    expect(first).toBe(`${fresh.issueId}  warning       1  just now    shop  new`)
    expect(second).toMatch(new RegExp(`^${old.issueId}  info          1  \\d+ days ago *1  old$`))
  })

  test('asks for words, a status, a project, a level, and no more than wanted', async () => {
    const inbox = await emptyInbox()
    const tea = await sendEvent(inbox, { message: 'no tea', level: 'error' }, 'kitchen')
    await sendEvent(inbox, { message: 'no coffee' })
    await program('resolve', tea.issueId, '--url', inbox.url)
    const ids = async (...args: string[]) => {
      const { stdout } = await program('issues', '--url', inbox.url, ...args, '--json')
      const lines = stdout.split('\n').filter(Boolean)
      return lines.map((line) => (JSON.parse(line) as { title: string }).title)
    }
    expect(await ids()).toEqual(['no coffee'])
    expect(await ids('--status', 'resolved')).toEqual(['no tea'])
    expect(await ids('--status', 'all', '--query', 'tea')).toEqual(['no tea'])
    expect(await ids('--status', 'all', '--project', 'kitchen')).toEqual(['no tea'])
    expect(await ids('--status', 'all', '--level', 'info')).toEqual(['no coffee'])
    const cut = await program('issues', '--url', inbox.url, '--status', 'all', '--limit', '1')
    expect(cut.stdout).toContain('… and 1 more: say --limit.\n')
    expect((await program('issues', '--url', inbox.url, '--query', 'x')).stdout).toBe(
      'No issues.\n',
    )
  })

  test.each([
    [0.9, 'just now'],
    [1.1, '1 min ago'],
    [61, '1 h ago'],
    [47 * 60, '47 h ago'],
    [49 * 60, '2 days ago'],
  ])('tells that something was seen %s minutes ago', async (minutes, words) => {
    const inbox = await emptyInbox()
    await sendEvent(inbox, { message: 'old', timestamp: Date.now() / 1000 - minutes * 60 })
    expect((await program('issues', '--url', inbox.url)).stdout).toContain(`  ${words}  `)
  })

  test('keeps each issue on one line of the terminal, however wide its letters are', async () => {
    const inbox = await emptyInbox()
    await sendEvent(inbox, { message: '错误'.repeat(60) })
    const { columns } = process.stdout
    onTestFinished(() => {
      process.stdout.columns = columns
    })
    process.stdout.columns = 80
    const { stdout } = await program('issues', '--url', inbox.url)
    const [line = ''] = stdout.split('\n')
    const width = line.length + line.replace(/[^错误]/g, '').length
    // A letter of two columns leaves one free.
    expect([79, 80]).toContain(width)
    expect(line).toMatch(/误…$|错…$/)
  })
})

describe('mayday-inbox show', () => {
  test('shows an issue or an event: stack with source, causes, tags, breadcrumbs', async () => {
    const inbox = await emptyInbox()
    const event = {
      tags: { part: 'checkout' },
      breadcrumbs: [{ timestamp: 1_700_000_000, category: 'ui.click', message: 'button#pay' }],
      exception: {
        values: [
          { type: 'RangeError', value: 'no price', mechanism: { source: 'cause' } },
          {
            type: 'TypeError',
            value: 'no cart',
            stacktrace: {
              frames: [
                { filename: 'node:events', function: 'emit', lineno: 7, in_app: false },
                { filename: 'src/cart.ts', function: 'total', lineno: 2, context_line: 'sum()' },
              ],
            },
          },
        ],
      },
    }
    const { id, issueId } = await sendEvent(inbox, event)
    for (const name of [id, issueId, issueId.toUpperCase()]) {
      const { stdout } = await program('show', name, '--url', inbox.url)
      const text = stdout.slice(stdout.indexOf('\n\nTypeError'))
      expect(text).toBe(
        [
          '',
          '',
          'TypeError: no cart',
          '  at src/cart.ts:2 total',
          '    >      2 | sum()',
          '  at node:events:7 emit (library)',
          '',
          'Caused by: RangeError: no price',
          '',
          'Tags',
          '  part  checkout',
          '',
          'Breadcrumbs',
          '  22:13:20  ui.click  button#pay',
          '',
        ].join('\n'),
      )
      expect(stdout).toContain(`${inbox.url}/#/issues/${issueId}\n`)
    }
  })

  test('as JSON is what the API answers', async () => {
    const inbox = await emptyInbox()
    const { issueId } = await sendEvent(inbox, evilEvent)
    const { stdout } = await program('show', issueId, '--json', '--url', inbox.url)
    expect(JSON.parse(stdout)).toEqual(
      await getJson<IssueAnswer>(inbox, `/api/0/issues/${issueId}`),
    )
  })

  test('says so when there is nothing of that id', async () => {
    const inbox = await emptyInbox()
    expect(await program('show', 'nothing', '--url', inbox.url)).toEqual({
      stdout: '',
      stderr: `The Inbox at ${inbox.url} has no such issue or event.\n`,
      code: 1,
    })
  })
})

test.each([
  ['issues', []],
  ['issues', ['--json']],
  ['show', []],
  ['show', ['--json']],
  ['resolve', []],
])('%s %j cannot send commands to the terminal', async (command, options) => {
  const inbox = await emptyInbox()
  const { issueId } = await sendEvent(inbox, evilEvent, 'p%1b')
  const id = command === 'issues' ? [] : [issueId]
  const { stdout, code } = await program(command, ...id, ...options, '--url', inbox.url)
  expect(code).toBe(0)
  expect(stdout.length).toBeGreaterThan(5)
  expect(stdout.replaceAll('\n', '')).not.toMatch(anyControl)
})

test('resolve, ignore and open give issues a status', async () => {
  const inbox = await emptyInbox()
  const { issueId } = await sendEvent(inbox, { message: 'no tea' })
  for (const [verb, status] of [
    ['resolve', 'resolved'],
    ['open', 'open'],
    ['ignore', 'ignored'],
  ] as const) {
    const { stdout } = await program(verb, issueId, '--url', inbox.url)
    expect(stdout).toBe(`${status}  no tea\n`)
    const { issues } = await getJson<IssuesAnswer>(inbox, '/api/0/issues')
    expect(issues[0]?.status).toBe(status)
  }
  const { stderr, code } = await program('resolve', 'x\x1b[2J', '--url', inbox.url)
  expect([stderr, code]).toEqual([`The Inbox at ${inbox.url} has no issue "x [2J".\n`, 1])
})

describe('mayday-inbox tail', () => {
  test('shows what arrives, of the project and the level that are wanted', async () => {
    const inbox = await startInbox()
    const args = ['--url', inbox.url, '--json', '--project', 'shop', '--level', 'warning']
    const seen: string[] = []
    let waiting = (): void => undefined
    const isWaiting = new Promise<void>((resolve) => (waiting = resolve))
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest) => {
      seen.push(String(text))
      return written(text, ...rest)
    })
    const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      seen.push(String(text))
      waiting()
      return true
    })
    const running = run(['tail', ...args])
    await isWaiting
    await sendEvent(inbox, { message: 'other project', level: 'fatal' }, 'other')
    await sendEvent(inbox, { message: 'too little', level: 'info' }, 'shop')
    const first = await sendEvent(inbox, { ...evilEvent, level: 'fatal' }, 'shop')
    const second = await sendEvent(inbox, { message: 'b', level: 'warning' }, 'shop')
    await expect.poll(() => seen).toHaveLength(3)
    await inbox.close()
    await running
    out.mockRestore()
    err.mockRestore()
    process.exitCode = undefined
    const lines = seen.slice(1, 3)
    expect(lines.map((line) => (JSON.parse(line) as StoredEvent).id)).toEqual([first.id, second.id])
    expect(lines.join('').replaceAll('\n', '')).not.toMatch(anyControl)
    expect(seen[0]).toBe(`Waiting for events at ${inbox.url}\n`)
    expect(seen[3]).toBe(`The Inbox at ${inbox.url} has ended.\n`)
  })
})

describe('the command line', () => {
  test.each([
    [['what'], 'There is no command "what".'],
    [['issues', '--limit', 'many'], '--limit takes a number from 1 to 500, not "many".'],
    [['issues', '--status', 'gone'], '--status takes open, resolved, ignored, all, not "gone".'],
    [['issues', '--url', 'nowhere'], '--url takes an address such as'],
    [['issues', '--what'], "Unknown option '--what'"],
    [['issues', 'more'], '"more" is too much.'],
    [['show'], 'Say the id of an issue or of an event.'],
    [['resolve'], 'Say the id of an issue.'],
    [['--max-size', 'much'], '--max-size takes a size such as 500MB or 2GB, not "much".'],
    [['--retention-days', '0'], '--retention-days takes a number from 1 to 36500, not "0".'],
    [['--webhook', 'nowhere'], '--webhook: webhooks[0].url is an address that begins with http'],
    [['--port', 'x'], '--port takes a number from 0 to 65535, not "x".'],
  ])('%j is refused with a sentence', async (args, sentence) => {
    const { stderr, stdout, code } = await program(...args)
    expect(stderr).toContain(sentence)
    expect([stdout, code]).toEqual(['', 2])
  })

  test.each(['serve', 'tail', 'issues', 'show', 'resolve', 'ignore', 'open', 'mcp'])(
    '%s --help tells what there is',
    async (command) => {
      const { stdout, code } = await program(command, '--help')
      expect(stdout).toMatch(/^Usage: mayday-inbox /)
      expect(code).toBe(0)
    },
  )

  test('--help names all commands', async () => {
    const { stdout } = await program('--help')
    for (const name of ['tail', 'issues', 'show', 'resolve', 'ignore', 'open', 'mcp', '--port']) {
      expect(stdout).toContain(name)
    }
  })

  test('says where it has looked when there is no Inbox', async () => {
    const inbox = await startInbox()
    await inbox.close()
    for (const command of [['issues'], ['show', 'x'], ['tail'], ['resolve', 'x']]) {
      const { stderr, code } = await program(...command, '--url', inbox.url)
      expect(stderr).toBe(
        `No Inbox answers at ${inbox.url}. Start one with mayday-inbox, or say with --url where it is.\n`,
      )
      expect(code).toBe(1)
    }
  })

  test('finds the Inbox that uses the data directory', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'inbox-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true }))
    const inbox = await startInbox({ dataDir })
    const { issueId } = await sendEvent(inbox, { message: 'no tea' })
    expect(readFileSync(join(dataDir, 'inbox.url'), 'utf8')).toBe(`${inbox.url}\n`)
    expect((await program('issues', '--data-dir', dataDir)).stdout).toContain(issueId)
    await inbox.close()
    expect(() => readFileSync(join(dataDir, 'inbox.url'))).toThrow('ENOENT')
  })
})

test.each([
  ['500', 500],
  ['2k', 2048],
  ['500MB', 500 * 1024 ** 2],
  ['2 GiB', 2 * 1024 ** 3],
])('%s is a size', (text, bytes) => {
  expect(sizeOption('max-size', text)).toBe(bytes)
})

test.each(['', 'GB', '1.5GB', '-1', '2XB', '9999999TB'])('"%s" is no size', (text) => {
  expect(() => sizeOption('max-size', text)).toThrow(
    `--max-size takes a size such as 500MB or 2GB, not "${text}".`,
  )
})
