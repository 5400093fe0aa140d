import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AlertOptions, Inbox, InboxOptions } from '../src/index.js'
import { createInbox } from '../src/index.js'
import { arrived, freePort, listen, mailServer, receiver, titlesOf } from './receiving.js'
import { post, sendEvent, startInbox } from './sending.js'

async function alertingInbox(alerts: AlertOptions, options: InboxOptions = {}) {
  const warnings: string[] = []
  const inbox = await startInbox({ alerts, onWarning: (line) => warnings.push(line), ...options })
  return { inbox, warnings }
}

async function changeIssue(inbox: Inbox, id: string, status: string): Promise<void> {
  await fetch(`${inbox.url}/api/0/issues/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status }),
  })
}

describe('a webhook', () => {
  test('is told of a new issue, in words and as data', async () => {
    const hook = await receiver()
    const { inbox, warnings } = await alertingInbox({ webhooks: [{ url: hook.url }] })
    const { issueId } = await sendEvent(
      inbox,
      { message: 'no tea', level: 'error', release: 'shop@1.2.0' },
      'shop',
    )
    await arrived(hook.bodies, 1)
    const link = `${inbox.url}/#/issues/${issueId}`
    expect(hook.bodies[0]).toEqual({
      text: `New issue in \`shop\`: \`no tea\`\nerror, once, \`shop@1.2.0\`\n${link}`,
      alerts: [
        {
          kind: 'new',
          url: link,
          issue: expect.objectContaining({ id: issueId, project: 'shop' }),
        },
      ],
      omitted: 0,
      inbox: inbox.url,
    })
    expect(hook.headers[0]?.['content-type']).toBe('application/json')
    expect(warnings).toEqual([])
  })

  test('is told of regressions and spikes, and of nothing that goes on as it did', async () => {
    const hook = await receiver()
    const inbox = await createInbox({ alerts: { webhooks: [{ url: hook.url }] } })
    const kettle = await sendEvent(inbox, { message: 'no kettle' })
    await sendEvent(inbox, { message: 'no kettle' })
    await changeIssue(inbox, kettle.issueId, 'resolved')
    await sendEvent(inbox, { message: 'no kettle' })
    await sendEvent(inbox, { message: 'flood', contexts: { mayday: { suppressed: 19 } } })
    await inbox.close()
    expect(titlesOf(hook.bodies).sort()).toEqual([
      'new flood',
      'new no kettle',
      'regression no kettle',
      'spike flood',
    ])
    const spike = hook.bodies.flatMap(({ alerts }) => alerts).find(({ kind }) => kind === 'spike')
    expect(spike?.spike).toEqual({ thisHour: 20, usual: 0 })
  })

  test('hears of a spike only when there is far more than usual', async () => {
    const hook = await receiver()
    const inbox = await createInbox({ alerts: { webhooks: [{ url: hook.url, on: ['spike'] }] } })
    const hourAgo = Date.now() / 1000 - 3600
    const flood = (message: string, times: number, timestamp?: number) =>
      sendEvent(inbox, { message, timestamp, contexts: { mayday: { suppressed: times - 1 } } })
    // 48 in the day before are two in an hour.
    await flood('usual', 48, hourAgo)
    await flood('usual', 20)
    await flood('unusual', 48, hourAgo)
    await flood('unusual', 21)
    await flood('few', 19)
    await flood('yesterday', 500, Date.now() / 1000 - 26 * 3600)
    await flood('not since yesterday', 500, Date.now() / 1000 - 26 * 3600)
    await flood('not since yesterday', 20)
    await inbox.close()
    expect(titlesOf(hook.bodies).sort()).toEqual(['spike not since yesterday', 'spike unusual'])
    const spikes = hook.bodies.flatMap(({ alerts }) => alerts).map(({ spike }) => spike)
    expect(spikes).toContainEqual({ thisHour: 21, usual: 2 })
  })

  test('hears of a spike in words', async () => {
    const hook = await receiver()
    const inbox = await createInbox({ alerts: { webhooks: [{ url: hook.url, on: ['spike'] }] } })
    await sendEvent(inbox, { message: 'flood', contexts: { mayday: { suppressed: 20 } } })
    await inbox.close()
    expect(hook.bodies[0]?.text).toContain('21 times in this hour, 0 is usual')
  })

  test('hears of no spike of what is ignored, after a restart neither', async () => {
    const hook = await receiver()
    const dataDir = mkdtempSync(join(tmpdir(), 'inbox-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true }))
    const options = { dataDir, alerts: { webhooks: [{ url: hook.url, on: ['spike' as const] }] } }
    const inbox = await createInbox(options)
    const { issueId } = await sendEvent(inbox, { message: 'flood' })
    await changeIssue(inbox, issueId, 'ignored')
    await sendEvent(inbox, { message: 'flood', contexts: { mayday: { suppressed: 99 } } })
    await inbox.close()
    await (await createInbox(options)).close()
    expect(hook.bodies).toEqual([])
  })

  test('hears of the spikes of an issue once in an hour, over a restart too', async () => {
    const hook = await receiver()
    const dataDir = mkdtempSync(join(tmpdir(), 'inbox-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true }))
    const alerts = { webhooks: [{ url: hook.url, on: ['spike' as const] }] }
    for (const expected of [1, 1]) {
      const inbox = await createInbox({ alerts, dataDir })
      await sendEvent(inbox, { message: 'flood', contexts: { mayday: { suppressed: 99 } } })
      await inbox.close()
      expect(hook.bodies).toHaveLength(expected)
    }
  })

  test('hears of what it wants to hear of only', async () => {
    const [news, grave] = [await receiver(), await receiver()]
    const inbox = await createInbox({
      alerts: {
        webhooks: [
          { url: news.url, on: ['regression'] },
          { url: grave.url, minLevel: 'error' },
        ],
      },
    })
    await sendEvent(inbox, { message: 'careful', level: 'warning' })
    await sendEvent(inbox, { message: 'ouch', level: 'fatal' })
    await inbox.close()
    expect(titlesOf(news.bodies)).toEqual([])
    expect(titlesOf(grave.bodies)).toEqual(['new ouch'])
  })

  test('is not flooded: what comes shortly after is one message', async () => {
    const hook = await receiver()
    const inbox = await createInbox({ alerts: { webhooks: [{ url: hook.url }] } })
    await sendEvent(inbox, { message: 'the first' })
    await arrived(hook.bodies, 1)
    const names = Array.from({ length: 40 }, (_, index) => 'x'.repeat(index + 1))
    await Promise.all(names.map((name) => sendEvent(inbox, { message: name })))
    await inbox.close()
    expect(hook.bodies).toHaveLength(2)
    expect(hook.bodies[1]?.text.split('\n')[0]).toBe('40 new issues')
    expect(hook.bodies[1]?.text).toContain(`… and 30 more: ${inbox.url}`)
    expect(hook.bodies[1]?.alerts.map(({ issue }) => issue.title).sort()).toEqual(names)
  })

  test('that is down is told once it is up', async () => {
    const port = await freePort()
    const { inbox } = await alertingInbox({ webhooks: [{ url: `http://127.0.0.1:${port}/` }] })
    expect((await sendEvent(inbox, { message: 'no tea' })).title).toBe('no tea')
    const hook = await receiver(port)
    await arrived(hook.bodies, 1)
    expect(titlesOf(hook.bodies)).toEqual(['new no tea'])
  })

  test('that answers an error that passes is asked again', async () => {
    const hook = await receiver()
    hook.status = 503
    const { inbox, warnings } = await alertingInbox({ webhooks: [{ url: hook.url }] })
    await sendEvent(inbox, { message: 'no tea' })
    await arrived(hook.bodies, 1)
    hook.status = 200
    await arrived(hook.bodies, 2)
    expect(titlesOf(hook.bodies)).toEqual(['new no tea', 'new no tea'])
    await arrived(warnings, 2)
    const name = `The webhook at 127.0.0.1:${hook.port}`
    expect(warnings).toEqual([
      `${name} cannot be told of alerts now: it answered 503. It is asked again, for a day at most.`,
      `${name} is told of alerts again.`,
    ])
  })

  test.each([404, 302])(
    'that answers %i is not asked again, and a line without secrets says so',
    async (status) => {
      const [hook, elsewhere] = [await receiver(), await receiver()]
      Object.assign(hook, { status, answerHeaders: { location: elsewhere.url } })
      const { inbox, warnings } = await alertingInbox({ webhooks: [{ url: hook.url }] })
      await sendEvent(inbox, { message: 'no tea' })
      await arrived(warnings, 1)
      expect(warnings).toEqual([
        `The webhook at 127.0.0.1:${hook.port} was not told of an alert: it answered ${status}.`,
      ])
      expect([hook.bodies.length, elsewhere.bodies.length]).toEqual([1, 0])
    },
  )

  test('that never answers keeps neither a sender nor the end waiting', async () => {
    const server = createServer(() => undefined)
    await listen(server, 0)
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/`
    const { inbox, warnings } = await alertingInbox({ webhooks: [{ url }] })
    const asked = new Promise((resolve) => server.once('request', resolve))
    expect((await sendEvent(inbox, { message: 'one' })).title).toBe('one')
    await asked
    expect((await sendEvent(inbox, { message: 'two' })).title).toBe('two')
    await inbox.close()
    await expect.poll(() => warnings.join()).toContain('it did not answer in time')
  })

  test('shows what events say as nothing but text', async () => {
    const hook = await receiver()
    const { inbox } = await alertingInbox({ webhooks: [{ url: hook.url }] })
    const evil =
      '<!channel> @all `x` <http://evil.example|here> [a](http://evil.example)\x1b[2J\u202e'
    await sendEvent(inbox, { message: evil, release: evil, level: 'error' })
    await arrived(hook.bodies, 1)
    const text = hook.bodies[0]?.text ?? ''
    expect(text.replaceAll('\n', '')).not.toMatch(/[<>\p{Cc}\p{Cf}]/u)
    const [head = ''] = text.split('\n')
    expect(head).toBe(
      'New issue in `1`: `‹!channel› @all ˋxˋ ‹http://evil.example|here› [a](http://evil.example) [2J `',
    )
    expect(hook.bodies[0]?.alerts[0]?.issue.title).toContain('<!channel>')
  })
})

describe('a mail', () => {
  const people = { from: 'inbox@example.com', to: ['a@example.com', 'b@example.com'] }

  test('tells of a new issue', async () => {
    const { mails, port } = await mailServer()
    const email = { smtp: `smtp://127.0.0.1:${port}`, ...people }
    const { inbox, warnings } = await alertingInbox({ email })
    const { issueId } = await sendEvent(inbox, { message: 'no tea', level: 'error' }, 'shop')
    await arrived(mails, 1)
    expect(mails[0]).toMatchObject(people)
    const lines = mails[0]?.text.split('\r\n')
    expect(lines).toContain('Subject: New issue in shop: no tea')
    expect(lines).toContain('Auto-Submitted: auto-generated')
    expect(lines).toContain(`${inbox.url}/#/issues/${issueId}`)
    expect(warnings).toEqual([])
  })

  test('has no headers that an event wrote', async () => {
    const { mails, port } = await mailServer()
    const email = { smtp: `smtp://127.0.0.1:${port}`, ...people }
    const { inbox } = await alertingInbox({ email })
    const evil = '\x1b[2Jno tea\r\nBcc: eve@example.com\r\n\r\n<b>gone</b>\u2028X-Evil: 1'
    const exception = { values: [{ type: evil, value: evil }] }
    await sendEvent(inbox, { exception, release: evil }, encodeURIComponent('p\r\nX-Evil: 2'))
    await arrived(mails, 1)
    const { text = '', to } = mails[0] ?? {}
    const head = text.slice(0, text.indexOf('\r\n\r\n'))
    expect(head).not.toMatch(/^(bcc|x-evil)/im)
    expect(to).toEqual(people.to)
    // As it is, or as mail writes it.
    for (const control of ['\x1b', '=1B', '\u2028', '=E2=80=A8'])
      expect(text).not.toContain(control)
    expect(text).toMatch(/^Content-Type: text\/plain/m)
  })

  test('takes no password to another machine without TLS', async () => {
    const { mails, port } = await mailServer({ password: 's3cret' })
    // No name of this machine, although it leads here.
    const email = { smtp: `smtp://me:s3cret@0.0.0.0:${port}`, ...people }
    const { inbox, warnings } = await alertingInbox({ email })
    await sendEvent(inbox, { message: 'no tea' })
    await arrived(warnings, 1)
    expect(warnings[0]).toContain('it offers no TLS, and no password is sent without')
    expect(warnings[0]).not.toContain('s3cret')
    expect(mails).toEqual([])
  })

  test('that is refused is told in a line without the password', async () => {
    const { mails, port } = await mailServer({ password: 'right' })
    const email = { smtp: `smtp://me:s3cret@127.0.0.1:${port}`, ...people }
    const { inbox, warnings } = await alertingInbox({ email })
    await sendEvent(inbox, { message: 'no tea' })
    await arrived(warnings, 1)
    expect(warnings).toEqual([
      `The mail server at 127.0.0.1:${port} was not told of an alert: it took no mail (EAUTH, 535).`,
    ])
    expect(mails).toEqual([])
  })
})

describe('whom to tell', () => {
  test.each([
    [{ webhooks: {} }, 'webhooks is a list.'],
    [
      { webhooks: [{ url: 'ftp://s3cret' }] },
      'webhooks[0].url is an address that begins with http',
    ],
    [
      { webhooks: [{ url: 'http://x', on: ['all'] }] },
      'webhooks[0].on is a list of new, regression',
    ],
    [{ webhooks: [{ url: 'http://x', minLevel: 'bad' }] }, 'webhooks[0].minLevel is one of debug'],
    [{ webhook: [] }, 'alerts has no "webhook".'],
    [{ email: { smtp: 'smtp://x', from: 'a@b', to: [] } }, 'email.to names nobody.'],
    [
      { email: { smtp: 'smtp://x', from: 'a@b\r\nBcc: c@d', to: 'a@b' } },
      'email.from is an e-mail',
    ],
    [{ email: { smtp: 's3cret', from: 'a@b', to: 'a@b' } }, 'email.smtp is an address'],
  ])('%j is refused with a sentence', async (alerts, sentence) => {
    const starting = createInbox({ alerts: alerts as AlertOptions })
    const error = await starting.then(undefined, (reason: Error) => reason)
    expect(String(error)).toContain(sentence)
    expect(String(error)).not.toContain('s3cret')
  })

  test('is nobody unless somebody is named', async () => {
    const { inbox, warnings } = await alertingInbox({})
    await post(inbox, '{}\n{"type":"event"}\n{"message":"no tea"}')
    await inbox.close()
    expect(warnings).toEqual([])
  })
})
