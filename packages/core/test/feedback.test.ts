import {
  addBreadcrumb,
  captureEvent,
  captureException,
  captureFeedback,
  createClient,
  eventFiltersIntegration,
  type FeedbackEvent,
  getClient,
  getCurrentScope,
  getIsolationScope,
  lastEventId,
  type Options,
  Scope,
  type SendFeedbackParams,
  setTag,
  setUser,
  withScope,
} from '@mayday/core'
import { createMemoryReceiver, parseEnvelope, type ReceivedEnvelope } from '@mayday/core/testing'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { start } from './setup.js'
import { barePlatform, DSN, limits, reported, scriptedReceiver } from './wire.js'

const ABOUT = '0123456789abcdef0123456789abcdef'
const ALL: SendFeedbackParams = {
  message: 'It broke when I paid',
  name: 'Ada',
  email: 'ada@shop.example',
  url: 'https://shop.example/cart',
  source: 'form',
  associatedEventId: ABOUT,
  tags: { part: 'checkout' },
}

interface Arrived {
  envelope: ReceivedEnvelope
  feedback: FeedbackEvent
}

function feedbackIn(envelopes: readonly string[]): Arrived[] {
  return envelopes
    .map(parseEnvelope)
    .flatMap((envelope) =>
      envelope.items
        .filter(({ headers }) => headers.type === 'feedback')
        .map(({ text }) => ({ envelope, feedback: JSON.parse(text) as FeedbackEvent })),
    )
}

/** The feedback that arrives of what `run` does. */
async function arriving(run: () => unknown, options: Partial<Options> = {}): Promise<Arrived[]> {
  const { client, envelopes } = start(options)
  await run()
  await client.flush()
  return feedbackIn(envelopes)
}

const only = async (...args: Parameters<typeof arriving>): Promise<Arrived> => {
  const [first, ...others] = await arriving(...args)
  expect(others).toEqual([])
  return first as Arrived
}

describe('feedback', () => {
  it('is an item of its own, with all that was said', async () => {
    let id = ''
    const { envelope, feedback } = await only(
      () => {
        id = captureFeedback(ALL)
      },
      { release: 'shop@1', environment: 'staging' },
    )
    expect(id).toMatch(/^[\da-f]{32}$/)
    expect(envelope.headers).toMatchObject({
      event_id: id,
      sent_at: expect.stringMatching(/^\d{4}-.*Z$/),
      sdk: { name: 'mayday.javascript.core', version: '0.1.0' },
      trace: { trace_id: feedback.contexts.trace?.trace_id, public_key: 'public' },
    })
    expect(envelope.items.map(({ headers }) => headers)).toEqual([{ type: 'feedback' }])
    expect(feedback).toMatchObject({
      type: 'feedback',
      event_id: id,
      timestamp: expect.any(Number),
      platform: 'javascript',
      level: 'info',
      release: 'shop@1',
      environment: 'staging',
      tags: { part: 'checkout' },
    })
    expect(feedback.contexts.feedback).toEqual({
      message: 'It broke when I paid',
      name: 'Ada',
      contact_email: 'ada@shop.example',
      url: 'https://shop.example/cart',
      source: 'form',
      associated_event_id: ABOUT,
    })
  })

  it('may be no more than a message, of which too much is cut', async () => {
    const { feedback } = await only(() => captureFeedback({ message: 'm'.repeat(5000), name: '' }))
    expect(feedback.contexts.feedback).toEqual({ message: 'm'.repeat(4096) })
  })

  it('knows what the scopes hold', async () => {
    const { envelope, feedback } = await only(() => {
      setTag('page', 'cart')
      setUser({ id: '7' })
      addBreadcrumb({ message: 'clicked' })
      getIsolationScope().addAttachment({ filename: 'a.txt', data: 'a' })
      withScope((scope) => {
        scope.setTag('inner', 1)
        captureFeedback(ALL, { attachments: [{ filename: 'screenshot.png', data: 'b' }] })
      })
    })
    expect(feedback.tags).toEqual({ page: 'cart', inner: '1', part: 'checkout' })
    expect(feedback.user).toEqual({ id: '7' })
    expect(feedback.breadcrumbs).toMatchObject({ values: [{ message: 'clicked' }] })
    expect(envelope.items.map(({ headers }) => headers.filename)).toEqual([
      undefined,
      'a.txt',
      'screenshot.png',
    ])
  })

  it('may be given a scope, and goes to its client', async () => {
    const memory = createMemoryReceiver()
    const other = createClient(memory.options, barePlatform())
    const scope = new Scope()
    scope.setClient(other)
    scope.setTag('given', 'yes')
    expect(await arriving(() => captureFeedback(ALL, {}, scope))).toEqual([])
    await other.flush()
    expect(feedbackIn(memory.envelopes)[0]?.feedback.tags).toEqual({
      given: 'yes',
      part: 'checkout',
    })
    await other.close(1)
  })

  it("has what is in a client's own scope once", async () => {
    const memory = createMemoryReceiver()
    const own = new Scope()
    const client = createClient(memory.options, barePlatform({ scope: own }))
    own.setClient(client)
    own.addBreadcrumb({ message: 'in the widget' })
    captureFeedback(ALL, {}, own)
    await client.flush()
    expect(feedbackIn(memory.envelopes)[0]?.feedback.breadcrumbs).toMatchObject({
      values: [{ message: 'in the widget' }],
    })
    await client.close(1)
  })

  it('is not chosen among, as errors are', async () => {
    const beforeSend = vi.fn(() => null)
    const arrived = await arriving(
      () => {
        for (let count = 0; count < 30; count++) captureFeedback(ALL)
      },
      {
        sampleRate: 0,
        beforeSend,
        ignoreErrors: [/./],
        floodControl: { burst: 1, perMinute: 1 },
        integrations: [eventFiltersIntegration({ ignoreErrors: [/^/] })],
      },
    )
    expect(arrived).toHaveLength(30)
    expect(beforeSend).not.toHaveBeenCalled()
  })

  it('is seen by processors, which may change or drop it', async () => {
    const { client, envelopes } = start()
    const dropped: unknown[] = []
    client.getOptions().onDrop = (...drop) => void dropped.push(drop)
    getCurrentScope().addEventProcessor((event) =>
      event.tags?.part === 'nowhere' ? null : { ...event, tags: { seen: 'yes' } },
    )
    captureFeedback({ message: 'changed' })
    captureFeedback({ message: 'dropped', tags: { part: 'nowhere' } })
    await client.flush()
    expect(feedbackIn(envelopes).map(({ feedback }) => feedback.tags)).toEqual([{ seen: 'yes' }])
    expect(reported(envelopes)).toEqual({ 'event_processor:feedback': 1 })
    getCurrentScope().clear()
  })

  it('is announced to those that listen', async () => {
    const heard: string[] = []
    await only(() => {
      const client = getClient()
      client?.on('beforeSendFeedback', (feedback, hint) => {
        heard.push(`${feedback.contexts.feedback.message}, ${hint.data}`)
        feedback.contexts.feedback.name = 'changed'
      })
      client?.on('afterSendEvent', ({ type }, { statusCode }) =>
        heard.push(`${type} ${statusCode}`),
      )
      captureFeedback({ message: 'm' }, { data: 'd' })
    })
    expect(heard).toEqual(['m, d', 'feedback 200'])
  })

  it('is no error: neither the last one, nor in the books', async () => {
    const { client, envelopes } = start()
    const id = captureException(new Error('before'))
    captureFeedback(ALL)
    captureException(new Error('before'))
    expect(lastEventId()).not.toBe(id)
    captureFeedback(ALL)
    const { captured } = client.stats()
    expect(captured).toBe(2)
    await client.flush()
    expect(client.stats()).toMatchObject({ captured: 2, delivered: 2, pending: 0, dropped: 0 })
    expect(feedbackIn(envelopes)).toHaveLength(2)
  })

  it('may be captured as an event made by hand', async () => {
    const { feedback } = await only(() =>
      captureEvent({ type: 'feedback', level: 'info', contexts: { feedback: { message: 'm' } } }),
    )
    expect(feedback.contexts.feedback).toEqual({ message: 'm' })
  })

  it('gets an id without a client, and harms nobody', () => {
    expect(captureFeedback(ALL)).toMatch(/^[\da-f]{32}$/)
    expect(captureFeedback(undefined as never as SendFeedbackParams)).toMatch(/^[\da-f]{32}$/)
  })
})

describe('what a user says', () => {
  it('stays as it is, but for credentials and values in addresses', async () => {
    const { feedback } = await only(() =>
      captureFeedback({
        message: 'Write to ada@shop.example, my card 4111 1111 1111 1111 and token=abc123def456',
        name: 'Ada <ada@shop.example>',
        email: 'ada@shop.example',
        url: 'https://shop.example/cart?voucher=secret#top',
      }),
    )
    expect(feedback.contexts.feedback).toEqual({
      message: 'Write to ada@shop.example, my card 4111 1111 1111 1111 and token=[Filtered]',
      name: 'Ada <ada@shop.example>',
      contact_email: 'ada@shop.example',
      url: 'https://shop.example/cart?voucher=[Filtered]',
    })
  })

  it('opens nothing in what travels with it, nor in errors', async () => {
    const { client, envelopes, events } = start()
    withScope((scope) => {
      scope.setContext('form', { email: 'ada@shop.example' })
      captureFeedback(ALL)
      scope.setContext('feedback', { email: 'ada@shop.example' })
      captureException(new Error('with a context of that name'))
    })
    await client.flush()
    expect(feedbackIn(envelopes)[0]?.feedback.contexts.form).toEqual({ email: '[Filtered]' })
    expect(events[0]?.contexts?.feedback).toEqual({ email: '[Filtered]' })
  })
})

describe('delivery of feedback', () => {
  it('is tried again', async () => {
    const { transport, sent } = scriptedReceiver('silence')
    const { client } = start({ transport })
    captureFeedback(ALL)
    expect(await client.flush(20_000)).toBe(true)
    expect(sent.map(({ items }) => items[0]?.headers.type)).toEqual(['feedback', 'feedback'])
  }, 30_000)

  it('heeds limits of its own category', async () => {
    const { transport, sent } = scriptedReceiver(limits('999999:feedback'))
    const { client } = start({ transport })
    captureFeedback({ message: 'first' })
    await client.flush()
    captureFeedback({ message: 'second' })
    captureException(new Error('not limited'))
    await client.flush()
    await client.flush()
    const types = sent.flatMap(({ items }) => items.map(({ headers }) => headers.type))
    expect(types.filter((type) => type !== 'client_report')).toEqual(['feedback', 'event'])
    expect(reported(sent.map(({ body }) => body))).toEqual({ 'ratelimit_backoff:feedback': 1 })
  })

  it('goes on without its files where they are too big', async () => {
    const { transport, sent } = scriptedReceiver(413)
    const { client } = start({ transport })
    captureFeedback(ALL, { attachments: [{ filename: 'screenshot.png', data: 'b' }] })
    await client.flush()
    await client.flush()
    const again = sent[1]?.items ?? []
    expect(again.map(({ headers }) => headers.type)).toEqual(['feedback'])
    expect(reported(sent.map(({ body }) => body))).toEqual({ 'send_error:attachment': 1 })
    expect(JSON.parse(again[0]?.text ?? '').contexts.feedback.message).toBe(ALL.message)
  })

  it.each([
    ['bugsink', []],
    ['glitchtip', ['feedback']],
    ['sentry', ['feedback', 'attachment']],
    ['spotlight', ['feedback', 'attachment']],
  ] as const)('sends %s what it keeps: %j', async (server, kept) => {
    const { client, items } = start({ server, dsn: DSN, sendClientReports: false })
    captureFeedback(ALL, { attachments: [{ filename: 'screenshot.png', data: 'b' }] })
    await client.flush()
    expect(items.map(({ headers }) => headers.type)).toEqual(kept)
  })
})

it('feedback has the types that programs expect', () => {
  expectTypeOf(captureFeedback).parameter(0).toEqualTypeOf<SendFeedbackParams>()
  expectTypeOf(captureFeedback).returns.toEqualTypeOf<string>()
  // @ts-expect-error it needs a message
  const wrong: SendFeedbackParams = { name: 'Ada' }
  void wrong
})
