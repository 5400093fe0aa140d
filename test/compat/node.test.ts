// Programs written for @sentry/node 10 run on Mayday with nothing but their import changed, in real processes, as ES
// modules and as CommonJS. Each file below `node/programs/` is one of them; its name says what it shows, `expected`
// what has to become of it. Where the peers of `bench/` are installed, the same programs run on the real thing first:
// what they say is true.
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Content } from './content.js'
import { type Outcome, runIn } from './node/child.js'
import type { Ending, Program } from './node/ending.js'
import { type Format, type Layout, layOut, programsOf, topics } from './node/layout.js'
import { openReceiver, type Receiver } from './node/receiver.js'

const peers = new URL('../../bench/node_modules/@sentry/node', import.meta.url)
const sdks = [...(existsSync(peers) ? ['@sentry/node'] : []), '@mayday/node']
const runs = sdks.flatMap((sdk) => [
  [sdk, 'ESM'] as [sdk: string, format: Format],
  [sdk, 'CommonJS'] as [sdk: string, format: Format],
])
const programs = new Map<string, Program>(
  await Promise.all(
    topics.flatMap(programsOf).map(async (path) => {
      const [, topic, name] = path.split(/[/.]/)
      return [path, await import(`./node/programs/${topic}/${name}.ts`)] as const
    }),
  ),
)

type Event = Ending['events'][number]

let receiver: Receiver
const layouts = new Map<string, Layout>()

beforeAll(async () => {
  receiver = await openReceiver()
  for (const sdk of sdks) layouts.set(sdk, layOut(sdk))
})

afterAll(() => {
  receiver.close()
  for (const layout of layouts.values()) layout.remove()
})

describe.each(runs)('on %s, as %s', (sdk, format) => {
  const folder = () => layouts.get(sdk)?.folder(format) as string

  describe.each(topics)('%s', (topic) => {
    const paths = programsOf(topic)
    const isAlone = (path: string): boolean => programs.get(path)?.alone === true
    const together = paths.filter((path) => !isAlone(path))
    const dsns = new Map<string, string>()
    let outcome: Outcome

    beforeAll(async () => {
      for (const path of together) dsns.set(path, receiver.dsn())
      if (together.length > 0) outcome = await runIn(folder(), [...dsns])
    })

    it.each(named(together))('%s', (_behaviour, path) => {
      verify(path, outcome, dsns.get(path) as string)
    })

    it.concurrent.each(named(paths.filter(isAlone)))('%s', async (_behaviour, path) => {
      const dsn = receiver.dsn()
      verify(path, await runIn(folder(), [[path, dsn]]), dsn)
    })
  })
})

function named(paths: string[]) {
  return paths.map((path) => [basename(path, '.ts').replaceAll('-', ' '), path] as const)
}

function verify(path: string, outcome: Outcome, dsn: string): void {
  const { main: _, found, expected, alone } = programs.get(path) as Program
  const { reports, ...end } = outcome
  const { returned, failed } = reports.get(path) ?? {}
  if (failed) throw new Error(`The program failed: ${failed}\n${end.stderr}`)
  if (!alone && !reports.has(path)) throw new Error(`It was not reached.\n${end.stderr}`)
  const ending = { ...end, returned, ...sent(receiver.contents(dsn)) }
  expect(plain(found ? found(ending) : returned)).toEqual(plain(expected))
}

function sent(contents: Content[]): Pick<Ending, 'contents' | 'events' | 'payloads'> {
  const items = contents.flatMap((content) => content.items)
  function payloads<Payload>(type: string): Payload[] {
    const own = items.filter(({ headers }) => headers.type === type)
    // What was under way when a process ended may come twice.
    return [...new Set(own.map(({ payload }) => payload))].map((payload) => JSON.parse(payload))
  }
  return { contents, payloads, events: inOrder(payloads<Event>('event').map(unwrapped)) }
}

function unwrapped({ breadcrumbs, ...event }: Event): Event {
  const list = Array.isArray(breadcrumbs) ? breadcrumbs : Object(breadcrumbs).values
  return list ? { ...event, breadcrumbs: list } : event
}

/** Each once, as receivers keep them. */
function inOrder(events: Event[]): Event[] {
  const once = new Map(events.map((event) => [event.event_id, event]))
  return [...once.values()].sort((one, other) => (title(one) < title(other) ? -1 : 1))
}

function title({ message, exception }: Event): string {
  return message ?? exception?.values?.at(-1)?.value ?? ''
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
