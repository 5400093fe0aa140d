// Real receivers accept, and keep, what the packages send.
import type { EventPayload } from '@mayday/core'
import { titleOf } from '@mayday/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { violations } from '../setup/event-violations.js'
import { type Bugsink, startBugsink } from './bugsink.js'
import { type Kind, kinds, type Sender } from './kinds.js'
import { type Normalised, type Relay, remarksIn, startRelay } from './relay.js'
import { asRelayHasIt } from './relay-form.js'
import { createSenders, type Senders } from './senders.js'
import { createTee, eventsOf, type Passed, type Tee } from './tee.js'

/** What cannot be sent for want of a browser is left out. */
const possible = (Object.keys(kinds) as Sender[]).filter(
  (sender) => sender === 'node' || findChromium(),
)

let bugsink: Bugsink
let relay: Relay
let tee: Tee
let senders: Senders

beforeAll(async () => {
  relay = startRelay()
  bugsink = await startBugsink()
  tee = await createTee(bugsink.url, bugsink.key)
  senders = await createSenders(tee)
  // Several at a time; each is waited for, and fails, where it is looked at.
  for (const sender of possible) {
    for (const kind of Object.keys(kinds[sender])) senders.send(sender, kind).catch(() => {})
  }
})

afterAll(async () => {
  await senders?.close()
  await tee?.close()
  await bugsink?.close()
  await relay?.close()
})

describe.each(possible)('of @mayday/%s', (sender) => {
  describe.each(Object.entries(kinds[sender]))('%s', (name, kind) => {
    let passed: Passed[] = []
    let sent: EventPayload[] = []

    beforeAll(async () => {
      passed = await senders.send(sender, name)
      sent = eventsOf(passed)
    })

    it('is sent as the kind says', () => {
      expectAsMeant(sent, kind)
    })

    // It keeps events only; attachments and client reports it accepts and leaves out.
    it('is accepted by Bugsink, and kept to the last member', async () => {
      for (const { status, answer } of passed) expect(status, answer).toBe(200)
      for (const event of sent) expect(await bugsink.read(event.event_id)).toEqual(event)
    })

    it('is read by Relay without an error, and kept', async () => {
      for (const event of sent) expectKept(event, await relay.normalise(event), kind)
    })
  })
})

it('Bugsink prints no objection, but that it knows repeated events by their id', () => {
  const objections = bugsink.printed().match(/^\S*(?:Error|Exception|Warning)\b.*$/gm)
  const known = [
    'ValidationError in digest_event',
    "django.core.exceptions.ValidationError: ['Event already exists']",
  ]
  expect(objections?.filter((line) => !known.includes(line)) ?? []).toEqual([])
})

/** Only Node has a list of modules to shed, which goes first. */
function withoutModules(facts: Record<string, unknown> | null | undefined): unknown {
  const { shed } = facts ?? {}
  return Array.isArray(shed) ? { ...facts, shed: shed.filter((part) => part !== 'modules') } : facts
}

function expectAsMeant(sent: EventPayload[], { title, events = 1, mayday }: Kind): void {
  expect(sent).toHaveLength(events)
  if (mayday)
    expect(sent.map(({ contexts }) => withoutModules(contexts?.mayday))).toContainEqual(mayday)
  for (const event of sent) {
    expect(titleOf(event)).toMatch(title)
    expect(violations(event)).toEqual([])
  }
}

/** Everything in the event has come out of Relay, and nothing is remarked on but what the kind says is cut. */
function expectKept(event: EventPayload, normalised: Normalised, { cutByRelay }: Kind): void {
  const remarks = remarksIn(normalised._meta)
  const isCut = ({ path, remark: { err, rem = [] } }: (typeof remarks)[number]): boolean =>
    !err && rem.every(([rule]) => rule === '!limit') && cutByRelay?.test(path) === true
  expect(remarks.filter((one) => !isCut(one))).toEqual([])
  const expected = asRelayHasIt(event)
  for (const { path } of remarks) removeAt(expected, path.split('.'))
  expect(normalised).toMatchObject(expected)
}

function removeAt(object: object, [first = '', ...rest]: string[]): void {
  const members = object as Record<string, object>
  if (rest.length === 0) delete members[first]
  else removeAt(members[first] ?? {}, rest)
}
