import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createInbox, type InboxOptions } from '../src/index.js'
import { describeDatabases, testServer } from './databases.js'
import { temporaryFolder } from './folders.js'
import { arrived, freePort, mailServer, type Receiver, receiver, titlesOf } from './receiving.js'
import { envelopeOf, sendEvent, sendItem, startInbox } from './sending.js'
import { type RunningProgram, startProcess, startProgram } from './setup/program.js'

const hooks = (...receivers: { url: string }[]) => ({
  webhooks: receivers.map(({ url }) => ({ url })),
})

/** An Inbox that says nothing of what goes wrong. */
function quietly(options: InboxOptions): InboxOptions {
  return { onWarning: () => undefined, ...options }
}

async function sendTo(url: string, event: object): Promise<void> {
  const path = '/api/1/envelope/?sentry_key=abc'
  const { status } = await fetch(url + path, { method: 'POST', body: envelopeOf(event) })
  expect(status).toBe(200)
}

/** Runs a statement, as time does: on a server only. */
async function onServer(options: object, statement: string): Promise<unknown[]> {
  if (!('database' in options)) return []
  const client = new pg.Client(options.database as string)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const leasesRunOut = (options: object) =>
  onServer(options, "update alerts set leased_until = now() - interval '1 second'")

/** Starts an Inbox and ends it: what it has to tell, it has told. */
async function startOnce(options: InboxOptions): Promise<void> {
  await (await createInbox(quietly(options))).close()
}

await describeDatabases((database) => {
  test.each([
    ['a new issue', { message: 'no tea' }, 'new no tea'],
    ['a spike', { message: 'flood', contexts: { mayday: { suppressed: 99 } } }, 'spike flood'],
  ])('%s of an Inbox that was killed is told by the next, once', async (_what, event, told) => {
    const options = await database.create()
    const url = `http://127.0.0.1:${await freePort()}/`
    const on = [told.split(' ')[0] as 'new' | 'spike']
    const alerts = { webhooks: [{ url, on }] }
    const killed = await startProcess({ ...options, alerts })
    await sendTo(killed.url, event)
    killed.process.kill('SIGKILL')
    await killed.ended
    const hook = await receiver(Number(new URL(url).port))
    await leasesRunOut(options)
    await startOnce({ ...options, alerts })
    expect(titlesOf(hook.bodies)).toEqual([told])
    await startOnce({ ...options, alerts })
    expect(hook.bodies).toHaveLength(1)
  })

  test('of two destinations only the one that was away is told by the next start', async () => {
    const options = await database.create()
    const [near, far] = [await receiver(), await receiver()]
    far.status = 503
    const inbox = await createInbox(quietly({ ...options, alerts: hooks(near, far) }))
    await sendEvent(inbox, { message: 'no tea' })
    await inbox.close()
    far.status = 200
    far.bodies.length = 0
    await startOnce({ ...options, alerts: hooks(far, near) })
    expect(titlesOf(near.bodies)).toEqual(['new no tea'])
    expect(titlesOf(far.bodies)).toEqual(['new no tea'])
  })

  test('what a receiver will never take is not kept', async () => {
    const options = await database.create()
    const hook = await receiver()
    hook.status = 404
    const inbox = await createInbox(quietly({ ...options, alerts: hooks(hook) }))
    await sendEvent(inbox, { message: 'no tea' })
    await inbox.close()
    await startOnce({ ...options, alerts: hooks(hook) })
    expect(hook.bodies).toHaveLength(1)
  })

  test('the last thousand are kept, and how many there were before', async () => {
    const options = await database.create()
    const hook = await receiver()
    hook.status = 503
    const inbox = await createInbox(quietly({ ...options, alerts: hooks(hook) }))
    await sendTo(inbox.url, { message: 'the first' })
    const send = (index: number) => sendTo(inbox.url, { message: 'm', fingerprint: [`${index}`] })
    for (let index = 0; index < 1003; index += 59) {
      await Promise.all(Array.from({ length: 59 }, (_, more) => send(index + more)))
    }
    hook.bodies.length = 0
    hook.status = 200
    await inbox.close()
    const [body] = hook.bodies
    expect(hook.bodies).toHaveLength(1)
    expect(body?.alerts).toHaveLength(1000)
    expect(body?.omitted).toBe(4)
    expect(body?.text).toContain('1000 new issues, 4 more\n')
    expect(titlesOf(hook.bodies)).not.toContain('new the first')
    await startOnce({ ...options, alerts: hooks(hook) })
    expect(hook.bodies).toHaveLength(1)
  })

  test('what is cleared is not told any more', async () => {
    const options = await database.create()
    const hook = await receiver()
    hook.status = 503
    const inbox = await createInbox(quietly({ ...options, alerts: hooks(hook) }))
    await sendEvent(inbox, { message: 'no tea' })
    await arrived(hook.bodies, 1)
    await inbox.clear()
    await inbox.close()
    expect(hook.bodies).toHaveLength(1)
  })
})

describe('a receiver that is away', () => {
  test('is asked again for as long as it takes, and said once to be away and once to be back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const warnings: string[] = []
    const hook = await receiver()
    hook.status = 503
    const inbox = await startInbox({
      alerts: hooks(hook),
      onWarning: (line) => warnings.push(line),
    })
    await sendTo(inbox.url, { message: 'no tea' })
    const attempts = async () => {
      await vi.advanceTimersByTimeAsync(60_000)
      return hook.bodies.length
    }
    await expect.poll(attempts).toBeGreaterThan(7)
    await sendTo(inbox.url, { message: 'no milk' })
    Object.assign(hook, { status: 200, answerHeaders: {} })
    hook.bodies.length = 0
    await expect.poll(async () => (await attempts()) && warnings).toHaveLength(2)
    expect(titlesOf(hook.bodies.slice(-1))).toEqual(['new no tea', 'new no milk'])
    // Time that jumps would break off what is under way.
    vi.useRealTimers()
    await sendTo(inbox.url, { message: 'no cups' })
    await inbox.close()
    expect(titlesOf(hook.bodies.slice(-1))).toEqual(['new no cups'])
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toContain('cannot be told of alerts now')
    expect(warnings[1]).toContain('is told of alerts again')
  })

  test('is asked again when it wants to be', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const hook = await receiver()
    Object.assign(hook, { status: 429, answerHeaders: { 'retry-after': '100' } })
    const inbox = await startInbox(quietly({ alerts: hooks(hook) }))
    await sendTo(inbox.url, { message: 'no tea' })
    let seconds = 0
    const attempts = async () => {
      await vi.advanceTimersByTimeAsync(1000)
      seconds += 1
      return hook.bodies.length
    }
    await expect.poll(attempts).toBe(2)
    expect(seconds).toBeGreaterThan(90)
  })

  test.each([408, 425, 429])('for now, as %i says, is asked again', async (status) => {
    const hook = await receiver()
    hook.status = status
    const inbox = await createInbox(quietly({ alerts: hooks(hook) }))
    await sendEvent(inbox, { message: 'no tea' })
    await arrived(hook.bodies, 1)
    await inbox.close()
    expect(hook.bodies).toHaveLength(2)
  })
})

test('a receiver that is named twice is told once', async () => {
  const hook = await receiver()
  const inbox = await createInbox({ alerts: hooks(hook, hook) })
  await sendEvent(inbox, { message: 'no tea' })
  await inbox.close()
  expect(titlesOf(hook.bodies)).toEqual(['new no tea'])
})

describe.runIf(await testServer())('several Inboxes on one server', () => {
  const create = async () => ({ database: (await (await testServer())?.newDatabase()) as string })

  async function untold(options: object, messages = ['no tea']): Promise<Receiver> {
    const hook = await receiver()
    hook.status = 503
    const inbox = await createInbox(quietly({ ...options, alerts: hooks(hook) }))
    for (const message of messages) await sendEvent(inbox, { message, level: 'error' })
    await inbox.close()
    Object.assign(hook, { status: 200 }).bodies.length = 0
    return hook
  }

  test('leave to each other what one of them has under way', async () => {
    const options = await create()
    const hook = await receiver()
    hook.status = 503
    const one = await createInbox(quietly({ ...options, alerts: hooks(hook) }))
    await sendEvent(one, { message: 'no tea' })
    await arrived(hook.bodies, 1)
    await startOnce({ ...options, alerts: hooks(hook) })
    hook.status = 200
    await one.close()
    await startOnce({ ...options, alerts: hooks(hook) })
    expect(hook.bodies.map(({ inbox }) => inbox)).toEqual(hook.bodies.map(() => one.url))
  })

  test('tell once what another has left', async () => {
    const options = await create()
    const hook = await untold(options)
    await Promise.all([1, 2, 3].map(() => startOnce({ ...options, alerts: hooks(hook) })))
    expect(titlesOf(hook.bodies)).toEqual(['new no tea'])
  })

  test('find what another has left while they run', async () => {
    const options = await create()
    const hook = await untold(options)
    await onServer(options, "update alerts set leased_until = now() + interval '1 hour'")
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const inbox = await startInbox({ ...options, alerts: hooks(hook) })
    // Transactions run one after another: after this one, its first look is over.
    await sendItem(inbox, 'client_report', {})
    await leasesRunOut(options)
    await expect
      .poll(async () => {
        await vi.advanceTimersByTimeAsync(60_000)
        return titlesOf(hook.bodies)
      })
      .toEqual(['new no tea'])
  })

  test('tell of what is older than a day as a number', async () => {
    const options = await create()
    const hook = await untold(options)
    await onServer(options, "update alerts set made_at = made_at - interval '25 hours'")
    await startOnce({ ...options, alerts: hooks(hook) })
    expect(hook.bodies).toMatchObject([{ alerts: [], omitted: 1 }])
    expect(hook.bodies[0]?.text).toBe(
      `1 alert, too many or too old to be kept\n${hook.bodies[0]?.inbox}`,
    )
  })

  test('tell of what is left and of how much is too old', async () => {
    const options = await create()
    const hook = await untold(options, ['no tea', 'no milk'])
    const first = 'where id = (select min(id) from alerts)'
    await onServer(options, `update alerts set made_at = made_at - interval '25 hours' ${first}`)
    await startOnce({ ...options, alerts: hooks(hook) })
    expect(hook.bodies).toMatchObject([{ alerts: [{ issue: { title: 'no milk' } }], omitted: 1 }])
    expect(hook.bodies[0]?.text).toContain(
      '1 new issue, 1 more\nNew issue in `1`: `no milk`\nhttp://',
    )
  })

  test('keep an event and what is to be told of it, or neither', async () => {
    const options = await create()
    const hook = await receiver()
    const inbox = await startInbox({ ...options, alerts: hooks(hook) })
    await onServer(options, "alter table alerts add constraint none check (kind = 'omitted')")
    await expect(sendTo(inbox.url, { message: 'no tea' })).rejects.toThrow()
    expect(await inbox.events()).toEqual([])
    await onServer(options, 'alter table alerts drop constraint none')
    await sendTo(inbox.url, { message: 'no tea' })
    await arrived(hook.bodies, 1)
    expect(titlesOf(hook.bodies)).toEqual(['new no tea'])
  })

  test('write no secret into it', async () => {
    const options = await create()
    const hook = await receiver()
    hook.status = 503
    const port = await freePort()
    const email = { smtp: `smtp://me:s3cret@127.0.0.1:${port}`, from: 'a@x.y', to: 'b@x.y' }
    const inbox = await createInbox(quietly({ ...options, alerts: { ...hooks(hook), email } }))
    await sendEvent(inbox, { message: 'no tea' })
    await inbox.close()
    const rows = await onServer(options, 'select * from alerts')
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toMatch(/s3cret|hook|127\.0\.0\.1|x\.y/)
  })

  test('write nothing that nobody wants to be told', async () => {
    const options = await create()
    const webhooks = [{ url: `http://127.0.0.1:${await freePort()}/`, minLevel: 'fatal' as const }]
    const inbox = await createInbox(quietly({ ...options, alerts: { webhooks } }))
    await sendEvent(inbox, { message: 'no tea', level: 'error' })
    expect(await onServer(options, 'select * from alerts')).toEqual([])
    await sendEvent(inbox, { message: 'no tea at all', level: 'fatal' })
    expect(await onServer(options, 'select * from alerts')).toHaveLength(1)
    await inbox.close()
  })
})

describe('mayday-inbox --alerts', () => {
  const certificates = fileURLToPath(new URL('../../../test/faults/', import.meta.url))
  const tls = () => ({
    key: readFileSync(`${certificates}key.pem`, 'utf8'),
    cert: readFileSync(`${certificates}certificate.pem`, 'utf8'),
  })
  const people = { from: 'inbox@example.com', to: 'a@example.com' }

  async function program(content: string, env?: NodeJS.ProcessEnv) {
    const folder = await temporaryFolder()
    const file = join(folder, 'alerts.json')
    await writeFile(file, content)
    const args = ['--port', '0', '--data-dir', join(folder, 'data'), '--alerts', file]
    return { file, ...(await startProgram(args, env)) }
  }

  const addressOf = async ({ printed }: RunningProgram) => {
    await vi.waitUntil(() => printed.out.includes('Waiting for events.'), { timeout: 25_000 })
    return /^Inbox +(\S+)/m.exec(printed.out)?.[1] ?? ''
  }

  test('tells those whom the file names, and whom the environment does', async () => {
    const hook = await receiver()
    const other = await receiver()
    const { mails, port } = await mailServer()
    const email = { smtp: `smtp://127.0.0.1:${port}`, ...people }
    const inbox = await program(JSON.stringify({ ...hooks(hook), email }), {
      MAYDAY_INBOX_WEBHOOK: other.url,
    })
    await sendTo(await addressOf(inbox), { message: 'no tea' })
    await Promise.all([arrived(hook.bodies, 1), arrived(other.bodies, 1), arrived(mails, 1)])
    for (const { bodies } of [hook, other]) expect(titlesOf(bodies)).toEqual(['new no tea'])
  })

  test.each([
    ['{ "s3cret', '{file} is not JSON.'],
    ['{"webhooks":[{"url":"s3cret"}]}', '{file}: webhooks[0].url is an address that begins with'],
    ['{"hooks":[]}', '{file}: alerts has no "hooks".'],
  ])('that says %s ends with a sentence', async (content, sentence) => {
    const { file, printed, ended } = await program(content)
    expect(await ended).toBe(2)
    expect(printed.out).toBe('')
    expect(printed.err).toContain(sentence.replace('{file}', file))
    expect(printed.err).not.toContain('s3cret')
  })

  test('sends mail over TLS to a server whose certificate NODE_EXTRA_CA_CERTS names', async () => {
    const { mails, port } = await mailServer({ tls: tls() })
    const email = { smtp: `smtps://127.0.0.1:${port}`, ...people }
    const env = { NODE_EXTRA_CA_CERTS: `${certificates}certificate.pem` }
    const inbox = await program(JSON.stringify({ email }), env)
    await sendTo(await addressOf(inbox), { message: 'no tea' })
    await arrived(mails, 1)
    expect(mails[0]?.text).toContain('no tea')
  })
})

test('a mail server with a certificate that nobody trusts is sent nothing, and a line says why', async () => {
  const { mails, port } = await mailServer({
    tls: {
      key: readFileSync(new URL('../../../test/faults/key.pem', import.meta.url), 'utf8'),
      cert: readFileSync(new URL('../../../test/faults/certificate.pem', import.meta.url), 'utf8'),
    },
  })
  const warnings: string[] = []
  const email = { smtp: `smtps://me:s3cret@127.0.0.1:${port}`, from: 'a@b.c', to: 'a@b.c' }
  const inbox = await startInbox({ alerts: { email }, onWarning: (line) => warnings.push(line) })
  await sendEvent(inbox, { message: 'no tea' })
  await arrived(warnings, 1)
  expect(warnings[0]).toBe(
    `The mail server at 127.0.0.1:${port} cannot be told of alerts now: its certificate is signed by nobody who is ` +
      'trusted here (DEPTH_ZERO_SELF_SIGNED_CERT; NODE_EXTRA_CA_CERTS=<file> adds one). ' +
      'It is asked again, for a day at most.',
  )
  expect(mails).toEqual([])
})

test('what webhooks get is a message to Slack and Mattermost, however long titles are', async () => {
  const hook = await receiver()
  const inbox = await createInbox({ alerts: hooks(hook) })
  await sendEvent(inbox, { message: 'the first' })
  await arrived(hook.bodies, 1)
  const send = (index: number) =>
    sendTo(inbox.url, { message: '&'.repeat(9000), fingerprint: [`${index}`] })
  await Promise.all(Array.from({ length: 12 }, (_, index) => send(index)))
  await inbox.close()
  for (const body of hook.bodies) {
    // Of what these read, `text` alone: no channel, user name or layout of its own.
    const read = 'text blocks attachments channel username icon_url icon_emoji type props priority'
    expect(Object.keys(body).filter((key) => read.split(' ').includes(key))).toEqual(['text'])
    // Mattermost splits what is longer, Slack cuts it.
    expect(body.text.length).toBeLessThan(16_383)
    expect(body.text).not.toBe('')
  }
})
