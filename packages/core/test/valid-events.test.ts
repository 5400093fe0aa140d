// What keeps watch in all other tests: it has to be able to find something.
import { captureException, captureMessage, type EventPayload } from '@mayday/core'
import { describe, expect, it } from 'vitest'
import { hasSchema, schemaViolations } from '../../../test/setup/event-schema.js'
import { shapeViolations } from '../../../test/setup/event-shape.js'
import { unsendable } from '../../../test/setup/event-violations.js'
import { allowOddEvents, foundSoFar } from '../../../test/setup/valid-events.js'
import { start } from './setup.js'

async function anEvent(): Promise<EventPayload> {
  const { captured } = start()
  captureException(new Error('outer', { cause: new Error('inner') }))
  return captured()
}

/** The event with another value at the end of this path. */
function changed(event: EventPayload, path: string, value: unknown): unknown {
  const keys = path.split('.')
  const last = keys.pop() as string
  const owner = keys.reduce<Record<string, unknown>>(
    (object, key) => object[key] as Record<string, unknown>,
    event as Record<string, unknown>,
  )
  owner[last] = value
  return JSON.parse(JSON.stringify(event))
}

const frame = 'exception.values.0.stacktrace.frames.0'

describe('an event that was sent', () => {
  it('is valid', async () => {
    const event = await anEvent()
    expect(shapeViolations(event)).toEqual([])
    expect(schemaViolations(event)).toEqual([])
  })

  it.each<[path: string, value: unknown, complaint: string]>([
    ['event_id', 'A'.repeat(32), `event_id should be 32 hex digits, is "${'A'.repeat(32)}"`],
    ['event_id', undefined, 'event_id is missing'],
    ['timestamp', 1.8e12, 'timestamp should be seconds since 1970, is 1800000000000'],
    ['level', 'critical', 'level should be fatal or error or warning or log or info or debug'],
    ['tags', { a: 1 }, 'tags.a should be a text of at most 200 characters, is 1'],
    ['tags', { a: 'x'.repeat(201) }, 'tags.a should be a text of at most 200 characters, is "x'],
    ['breadcrumbs', [{ message: 'b' }], 'breadcrumbs should be an object'],
    ['exception', { values: [] }, 'exception.values should be a list of 1 or more, is []'],
    ['exception.values.0.mechanism', {}, 'exception.values[0].mechanism.type is missing'],
    [frame, { lineno: 1 }, '.frames[0] has none of filename, function'],
    [`${frame}.lineno`, 0, '.frames[0].lineno should be a whole number from 1, is 0'],
    ['sdkProcessingMetadata', {}, 'sdkProcessingMetadata should be left out, is {}'],
    ['user', { ip_address: 7 }, 'user.ip_address should be a text, is 7'],
    ['whatever', 1, 'whatever should be left out, is 1'],
  ])('is not, with another %s: %j', async (path, value, complaint) => {
    const found = shapeViolations(changed(await anEvent(), path, value))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(complaint)
  })

  it.runIf(hasSchema).each<[path: string, value: unknown, complaint: string]>([
    ['tags', { a: 1 }, '/tags/a must be string,null'],
    ['level', 'critical', '/level must be equal to one of the allowed values'],
    ['exception', { values: [{ nonsense: 1 }] }, '/exception/values/0 must NOT have additional'],
    [`${frame}.lineno`, 'x', '/exception/values/0/stacktrace/frames/0/lineno must be integer'],
    ['whatever', 1, '/ must NOT have additional properties: whatever'],
  ])('breaks the published schema with another %s: %j', async (path, value, complaint) => {
    const found = schemaViolations(changed(await anEvent(), path, value))
    expect(found.join()).toContain(complaint)
  })

  it('holds nothing that JSON cannot say', () => {
    const lost = {
      list: [1, undefined],
      deep: { n: Number.NaN, big: 1n, fn() {}, gone: undefined },
    }
    expect(unsendable({ extra: lost, tags: { a: 'b' }, level: null })).toEqual([
      'event.extra.list[1] is undefined undefined',
      'event.extra.deep.n is number NaN',
      'event.extra.deep.big is bigint 1',
      expect.stringContaining('event.extra.deep.fn is function'),
    ])
  })
})

describe('a test', () => {
  const odd = [{}, [[{ type: 'event' as const }, { message: 7 as never }]]] satisfies [
    object,
    object,
  ]

  it('is told of an event that is not valid', () => {
    start().client.sendEnvelope(odd as never)
    expect(foundSoFar()).toContain('message should be a text, is 7')
  })

  it('is told of what is wrong and would not be seen on the wire', () => {
    const { client } = start()
    captureMessage('valid')
    const [[, [[, event] = []] = []] = []] = client.pendingEnvelopes()
    expect(foundSoFar()).toEqual([])
    client.sendEnvelope([
      {},
      [[{ type: 'event' }, { ...(event as object), extra: { n: Number.NaN } }]],
    ])
    expect(foundSoFar()).toEqual(['event.extra.n is number NaN'])
  })

  it('may say that it sends them on purpose', () => {
    allowOddEvents('this is what it is about')
    start().client.sendEnvelope(odd as never)
  })

  // That the check runs after each test shows only in a test that fails by it.
  it.fails('that does not say so fails', () => {
    start().client.sendEnvelope(odd as never)
  })
})
