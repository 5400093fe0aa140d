import { describe, expect, test } from 'vitest'
import type { AttachmentsAnswer, FeedbackAnswer } from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { emptyInbox, envelopeOf, freshId, getJson, itemOf, post, sendItem } from './sending.js'

describe('feedback', () => {
  test('is listed newest first', async () => {
    const inbox = await emptyInbox()
    await say(inbox, { message: 'first' })
    const id = await say(inbox, {
      message: 'The button does nothing.',
      name: 'Ann',
      contact_email: 'ann@shop.example',
      url: 'https://shop.example/cart',
      source: 'widget',
    })
    const [second, first] = await list(inbox)
    expect(second).toEqual({
      id,
      project: '1',
      receivedAt: expect.stringMatching(/Z$/),
      message: 'The button does nothing.',
      name: 'Ann',
      email: 'ann@shop.example',
      url: 'https://shop.example/cart',
      source: 'widget',
    })
    expect(first?.message).toBe('first')
  })

  test.each(['before', 'after'])('belongs to the event that came %s it', async (when) => {
    const inbox = await emptyInbox()
    const eventId = freshId()
    const sendEvent = () => post(inbox, envelopeOf({ message: 'broken' }, { event_id: eventId }))
    if (when === 'before') await sendEvent()
    await say(inbox, { message: 'It broke.', associated_event_id: eventId })
    if (when === 'after') {
      expect((await list(inbox))[0]).not.toHaveProperty('eventId')
      await sendEvent()
    }
    const [issue] = (await getJson<{ issues: { id: string }[] }>(inbox, '/api/0/issues')).issues
    const said = await list(inbox, `?issue=${issue?.id}`)
    expect(said).toMatchObject([{ message: 'It broke.', eventId, issueId: issue?.id }])
    expect(await list(inbox, '?issue=another')).toEqual([])
  })

  test('may be an old user report, alone or beside its event', async () => {
    const inbox = await emptyInbox()
    const eventId = freshId()
    const report = { event_id: eventId, name: 'Bob', email: 'bob@shop.example', comments: 'Why?' }
    const event = envelopeOf({ message: 'broken' }, { event_id: eventId })
    await post(inbox, `${event}\n${itemOf('user_report', report)}`)
    await sendItem(inbox, 'user_report', report)
    const said = await list(inbox)
    expect(said).toMatchObject([
      { message: 'Why?', name: 'Bob', email: 'bob@shop.example', eventId },
    ])
    expect(said).toHaveLength(1)
    const [stored] = await inbox.events()
    expect(stored?.items.map(({ headers }) => headers.type)).toEqual(['user_report'])
  })

  test('is kept once, however often it comes', async () => {
    const inbox = await emptyInbox()
    const feedback = feedbackOf({ message: 'Hello.' })
    for (const _ of [1, 2]) await sendItem(inbox, 'feedback', feedback)
    expect(await list(inbox)).toHaveLength(1)
  })

  test('without an id is another one from somebody else, and for another project', async () => {
    const inbox = await emptyInbox()
    const report = { event_id: freshId(), comments: 'Why?' }
    for (const name of ['Ann', 'Bob']) await sendItem(inbox, 'user_report', { ...report, name })
    const feedback = { contexts: { feedback: { message: 'Hello.' } } }
    for (const project of ['1', '2', '2']) await sendItem(inbox, 'feedback', feedback, project)
    const said = (await list(inbox)).map(({ name, message, project }) => [name, message, project])
    expect(said).toEqual([
      [undefined, 'Hello.', '2'],
      [undefined, 'Hello.', '1'],
      ['Bob', 'Why?', '1'],
      ['Ann', 'Why?', '1'],
    ])
    expect(await list(inbox, '?project=2')).toHaveLength(1)
  })

  test('that says nothing is not listed', async () => {
    const inbox = await emptyInbox()
    await say(inbox, { name: 'Ann' })
    await sendItem(inbox, 'feedback', 'text')
    await sendItem(inbox, 'user_report', { event_id: freshId() })
    expect(await list(inbox)).toEqual([])
  })

  test('has its screenshots', async () => {
    const inbox = await emptyInbox()
    const feedback = feedbackOf({ message: 'Look.' })
    const items = [
      itemOf('feedback', feedback),
      '{"type":"attachment","filename":"screenshot.png","content_type":"image/png"}\npixels',
    ]
    await post(inbox, [`{"event_id":"${feedback.event_id}"}`, ...items].join('\n'))
    const path = `/api/0/events/${feedback.event_id}/attachments`
    const { attachments } = await getJson<AttachmentsAnswer>(inbox, path)
    expect(attachments).toEqual([
      { seq: expect.any(Number), filename: 'screenshot.png', contentType: 'image/png', size: 6 },
    ])
  })
})

function feedbackOf(feedback: object) {
  return { event_id: freshId(), level: 'info', contexts: { feedback } }
}

async function say(inbox: Inbox, feedback: object): Promise<string> {
  const payload = feedbackOf(feedback)
  await sendItem(inbox, 'feedback', payload)
  return payload.event_id
}

async function list(inbox: Inbox, query = ''): Promise<FeedbackAnswer['feedback']> {
  return (await getJson<FeedbackAnswer>(inbox, `/api/0/feedback${query}`)).feedback
}
