import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { describe, expect, test } from 'vitest'
import type { Inbox } from '../src/index.js'
import { emptyInbox, sendEvent, startInbox } from './sending.js'
import { programFile, startProgram } from './setup/program.js'

const token = 'a-token-of-enough-letters'

interface Ran {
  out: string
  err: string
  code: number | null
}

/** `mayday-inbox` as a process, whose output is a pipe. */
async function start(args: string[], env?: Record<string, string>) {
  const { process: child, printed, ended } = await startProgram(args, env)
  return { child, ran: printed, ended: ended.then((code): Ran => ({ ...printed, code })) }
}

async function ran(args: string[], env?: Record<string, string>): Promise<Ran> {
  return (await start(args, env)).ended
}

/** As `head -1` does. */
function closeReading(child: ChildProcess): void {
  child.stdout?.destroy()
}

describe('mayday-inbox mcp', () => {
  test('lets an agent list, search and show issues, and ends with its input', async () => {
    const inbox = await emptyInbox()
    const { issueId } = await sendEvent(inbox, { message: 'no tea' })
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [await programFile(), 'mcp', '--url', inbox.url],
    })
    const client = new Client({ name: 'test', version: '1' })
    const errors: Error[] = []
    // What is no message of the protocol is an error of the transport.
    client.onerror = (error) => errors.push(error)
    await client.connect(transport)
    const call = async (name: string, args: object = {}) =>
      JSON.stringify(await client.callTool({ name, arguments: { ...args } }))
    expect(await call('list_issues')).toContain(issueId)
    expect(await call('search_issues', { query: 'tea' })).toContain(issueId)
    expect(await call('search_issues', { query: 'milk' })).toContain('There are no such issues.')
    expect(await call('show_issue', { id: issueId })).toContain('no tea')
    await client.close()
    expect(errors).toEqual([])
    const { child, ended } = await start(['mcp', '--url', inbox.url])
    child.stdin.end()
    expect(await ended).toEqual({ out: '', err: '', code: 0 })
  })
})

describe('a reader that has seen enough', () => {
  test('ends issues without a word', async () => {
    const inbox = await emptyInbox()
    // More than a pipe holds.
    const tag = 'x'.repeat(1000)
    await Promise.all(
      Array.from({ length: 150 }, (_, index) =>
        sendEvent(inbox, { message: `${index}`, fingerprint: [`${index}`], transaction: tag }),
      ),
    )
    const { child, ended } = await start(['issues', '--json', '--limit', '150', '--url', inbox.url])
    const [first] = await once(child.stdout, 'data')
    closeReading(child)
    expect(`${first}`).toMatch(/^\{/)
    expect(await ended).toMatchObject({ err: '', code: 0 })
  })

  test('ends tail at the next event', async () => {
    const inbox = await emptyInbox()
    const { child, ran, ended } = await start(['tail', '--json', '--url', inbox.url])
    await expect.poll(() => ran.err).toContain('Waiting')
    await sendEvent(inbox, { message: 'one\x1b[2J\ntwo' })
    await expect.poll(() => ran.out).toMatch(/\n$/)
    expect(JSON.parse(ran.out)).toMatchObject({ event: { message: 'one\x1b[2J\ntwo' } })
    expect(ran.out.slice(0, -1)).not.toMatch(/\p{Cc}/u)
    closeReading(child)
    await sendEvent(inbox, { message: 'three' })
    expect(await ended).toMatchObject({ err: `Waiting for events at ${inbox.url}\n`, code: 0 })
  })
})

describe('an Inbox with a token', () => {
  const arrives = async (inbox: Inbox, args: string[], env?: Record<string, string>) => {
    const { ran } = await start(['tail', '--url', inbox.url, ...args], env)
    await expect.poll(() => ran.err).toContain('Waiting')
    await fetch(`${inbox.url}/api/1/envelope/?sentry_key=a`, {
      method: 'POST',
      body: '{}\n{"type":"event"}\n{"message":"no tea"}',
    })
    await expect.poll(() => ran.out).toContain('no tea')
    expect(ran.out).not.toContain('\x1b')
  }

  test('is followed by whoever knows it, and tells others what they lack', async () => {
    const inbox = await startInbox({ token })
    await arrives(inbox, ['--token', token])
    await arrives(inbox, [], { MAYDAY_INBOX_TOKEN: token })
    const printed = await ran(['issues', '--url', `${inbox.url}/?token=${token}`])
    expect(printed).toEqual({ out: expect.stringContaining('no tea'), err: '', code: 0 })
    const how = 'Set MAYDAY_INBOX_TOKEN to it, or say it with --token.\n'
    for (const command of ['tail', 'issues']) {
      const args = [command, '--url', inbox.url]
      expect(await ran(args)).toEqual({
        out: '',
        err: `The Inbox at ${inbox.url} needs its token. ${how}`,
        code: 1,
      })
      expect(await ran([...args, '--token', 'wrong'])).toEqual({
        out: '',
        err: `The Inbox at ${inbox.url} has another token. ${how}`,
        code: 1,
      })
    }
    expect(await ran(['issues', '--url', inbox.url, '--token', 'a\nb'])).toMatchObject({
      err: 'A token consists of letters, digits and . _ ~ - only.\n',
      code: 2,
    })
  })
})

test.each([
  [['-h'], 'mayday-inbox [serve] [options]'],
  [['help'], 'mayday-inbox [serve] [options]'],
  [['tail', '-h'], 'mayday-inbox tail [options]'],
])('%s tells what there is', async (args, usage) => {
  expect(await ran(args)).toEqual({ out: expect.stringContaining(usage), err: '', code: 0 })
})

test('--version tells its version', async () => {
  const { version } = JSON.parse(
    await readFile(new URL('../package.json', import.meta.url), 'utf8'),
  )
  expect(await ran(['--version'])).toEqual({ out: `${version}\n`, err: '', code: 0 })
})

test.each([
  [
    ['issues', '--level', 'warn'],
    '--level takes debug, info, warning, error, fatal, not "warn".\n',
  ],
  [['--colour'], "Unknown option '--colour'\nRun mayday-inbox --help for the options.\n"],
  [['tail', '--x'], "Unknown option '--x'\nRun mayday-inbox tail --help for the options.\n"],
])('%s is refused with a sentence', async (args, err) => {
  expect(await ran(args)).toEqual({ out: '', err, code: 2 })
})
