import { describe, expect, test } from 'vitest'
import type { StoredItem } from '../src/index.js'
import { emptyInbox, post, sendEvent, sentenceOf } from './sending.js'

const event = '{"message":"hello"}'

/** What is stored of an envelope's items beside its event. */
async function itemsOf(lines: string): Promise<StoredItem[]> {
  const inbox = await emptyInbox()
  const response = await post(inbox, `{}\n{"type":"event"}\n${event}\n${lines}`)
  if (response.status !== 200) throw new Error(await sentenceOf(response))
  return (await inbox.events())[0]?.items ?? []
}

describe('an envelope', () => {
  test.each(['{}', '{}\n'])('may hold no items: %j', async (body) => {
    const inbox = await emptyInbox()
    expect((await post(inbox, body)).status).toBe(200)
  })

  test.each(['', '\n'])('may end with %j', async (end) => {
    const inbox = await emptyInbox()
    const response = await post(inbox, `{}\n{"type":"event"}\n${event}${end}`)
    expect(response.status).toBe(200)
  })

  test('counts the bytes of a payload, not its letters', async () => {
    const items = await itemsOf('{"type":"attachment","length":5}\nhäß\n{"type":"attachment"}\nb')
    expect(items.map(({ payload, size }) => [payload, size])).toEqual([
      ['häß', 5],
      ['b', 1],
    ])
  })

  test('leaves a payload of announced length its line feeds', async () => {
    const items = await itemsOf(
      '{"type":"attachment","length":6}\na\nb\nc\n\n{"type":"session"}\n{}',
    )
    expect(items.map(({ payload }) => payload)).toEqual(['a\nb\nc\n', '{}'])
  })

  test('leaves a payload its carriage returns', async () => {
    expect((await itemsOf('{"type":"attachment"}\na\r\n'))[0]?.payload).toBe('a\r')
  })

  test.each([
    '{"type":"attachment","length":0,"filename":"e"}\n\n',
    '{"type":"attachment","length":0}\n',
    '{"type":"attachment"}\n\n',
    '{"type":"attachment"}',
  ])('may hold an item without a payload: %j', async (lines) => {
    expect((await itemsOf(lines)).map(({ size }) => size)).toEqual([0])
  })
})

describe('a malformed envelope is refused with a sentence, and what came before it stays', () => {
  test.each([
    ['', 'the first line of the envelope is not a JSON object.'],
    ['\n{}', 'the first line of the envelope is not a JSON object.'],
    ['nonsense', 'the first line of the envelope is not a JSON object.'],
    ['[]\n', 'the first line of the envelope is not a JSON object.'],
    ['{}\r\n{"type":"event"}\n{}', 'the first line of the envelope is not a JSON object.'],
    ['{}\n\n', 'there is a blank line where the header of item 1 was expected.'],
    [
      `{}\n{"type":"event"}\n${event}\n\n`,
      'there is a blank line where the header of item 2 was expected.',
    ],
    ['{}\n{"length":1}\na', 'the header of item 1 has no "type".'],
    ['{}\n{"type":\n', 'the header of item 1 is not a JSON object.'],
    ['{}\n{"type":"event","length":"2"}\n{}', 'the "length" of item 1 is not a count of bytes.'],
    ['{}\n{"type":"event","length":-1}\n{}', 'the "length" of item 1 is not a count of bytes.'],
    ['{}\n{"type":"event","length":3}\n{}', 'item 1 announces 3 bytes, but only 2 are left.'],
    [
      '{}\n{"type":"event","length":1}\n{}',
      'the 1 bytes that item 1 announces do not end at a line end.',
    ],
    ['{}\n{"type":"event"}\n{"message":', 'its event item is not a JSON object.'],
    ['{}\n{"type":"event"}\n"text"', 'its event item is not a JSON object.'],
    ['{}\n{"type":"event"}', 'its event item is not a JSON object.'],
  ])('%j', async (body, what) => {
    const inbox = await emptyInbox()
    const earlier = await sendEvent(inbox, { message: 'earlier' })
    const response = await post(inbox, body)
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe(`The envelope is malformed: ${what}`)
    expect(await inbox.events()).toEqual([earlier])
  })

  test('bytes that are not UTF-8', async () => {
    const inbox = await emptyInbox()
    const body = Buffer.concat([
      Buffer.from('{}\n{"type":"event"}\n{"message":"'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ])
    expect(await sentenceOf(await post(inbox, body))).toBe(
      'The envelope is malformed: its event item is not a JSON object.',
    )
  })

  test('two events', async () => {
    const inbox = await emptyInbox()
    const item = `{"type":"event"}\n${event}`
    const response = await post(inbox, `{}\n${item}\n${item}`)
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe('An envelope may hold one event, not more.')
    expect(await inbox.events()).toEqual([])
  })

  test('an event_id that is none', async () => {
    const inbox = await emptyInbox()
    const response = await post(inbox, `{"event_id":"x"}\n{"type":"event"}\n${event}`)
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe('The event_id of the envelope is not an id.')
  })
})
