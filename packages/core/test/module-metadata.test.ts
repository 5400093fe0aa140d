import {
  captureException,
  type Event,
  moduleMetadataIntegration,
  type ThirdPartyErrorFilterOptions,
  thirdPartyErrorFilterIntegration,
} from '@mayday/core'
import { parseEnvelope } from '@mayday/core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'

const OWN = 'https://shop.example/app.js'
const FOREIGN = 'https://ads.example/ad.js'

/** An error with these files on its stack, the one that threw it first; the names of functions may follow a blank. */
function thrownIn(...places: string[]): Error {
  const lines = places.map((place) => {
    const [file, name = 'work'] = place.split(' ')
    return `    at ${name} (${file}${file?.startsWith('<') ? '' : ':7:8'})`
  })
  return Object.assign(new Error('broken'), { stack: `Error: broken\n${lines.join('\n')}` })
}

function write(metadata: object): void {
  vi.stubGlobal('_sentryModuleMetadata', { [`Error\n    at ${OWN}:1:2`]: metadata })
}

const framesOf = (event: Pick<Event, 'exception'> | undefined) =>
  event?.exception?.values?.[0]?.stacktrace?.frames

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('moduleMetadataIntegration', () => {
  it('shows processors and beforeSend what was written into a file, and sends nothing of it', async () => {
    write({ team: 'cart' })
    const seen: unknown[] = []
    const look = (event: Event): Event => {
      seen.push(framesOf(event)?.map(({ module_metadata }) => module_metadata?.team))
      return event
    }
    const processor = { name: 'Look', processEvent: look }
    const { client, envelopes, events } = start({
      integrations: [moduleMetadataIntegration(), processor],
      beforeSend: look as never,
    })
    captureException(thrownIn(OWN, FOREIGN))
    await client.flush()
    expect(seen).toEqual([
      [undefined, 'cart'],
      [undefined, 'cart'],
    ])
    expect(events).toHaveLength(1)
    expect(parseEnvelope(envelopes[0] as string).items[0]?.text).not.toMatch(/cart|module_metadata/)
  })

  it('is not in a preview either', async () => {
    write({ team: 'cart' })
    const { client } = start({ integrations: [moduleMetadataIntegration()] })
    expect(await client.preview(thrownIn(OWN))).not.toMatch(/"cart"|module_metadata/)
  })
})

describe('thirdPartyErrorFilterIntegration', () => {
  type Behaviour = ThirdPartyErrorFilterOptions['behaviour']

  async function arriving(
    error: Error,
    behaviour: Behaviour,
    options: Partial<ThirdPartyErrorFilterOptions> = {},
  ) {
    write({ '_sentryBundlerPluginAppKey:shop': true })
    const filter = thirdPartyErrorFilterIntegration({ filterKeys: ['shop'], behaviour, ...options })
    const { client, events } = start({ integrations: [filter] })
    captureException(error)
    await client.flush()
    return events.map(({ tags }) => tags?.third_party_code ?? 'as it is')
  }

  const own = thrownIn.bind(null, OWN)
  const mixed = thrownIn.bind(null, OWN, FOREIGN)
  const foreign = thrownIn.bind(null, FOREIGN)

  it.each<[Behaviour, string[][]]>([
    ['drop-error-if-contains-third-party-frames', [['as it is'], [], []]],
    ['drop-error-if-exclusively-contains-third-party-frames', [['as it is'], ['as it is'], []]],
    ['apply-tag-if-contains-third-party-frames', [['as it is'], ['true'], ['true']]],
    [
      'apply-tag-if-exclusively-contains-third-party-frames',
      [['as it is'], ['as it is'], ['true']],
    ],
  ])('%s: an own error, a mixed one, a foreign one', async (behaviour, expected) => {
    for (const [index, make] of [own, mixed, foreign].entries()) {
      expect(await arriving(make(), behaviour)).toEqual(expected[index])
    }
  })

  it('knows its own files by its own keys only', async () => {
    const behaviour = 'drop-error-if-contains-third-party-frames'
    expect(await arriving(own(), behaviour, { filterKeys: ['shop', 'other'] })).toHaveLength(1)
    expect(await arriving(own(), behaviour, { filterKeys: ['other'] })).toHaveLength(0)
  })

  it('passes over the engine’s own frames, and errors without a stack', async () => {
    const behaviour = 'drop-error-if-contains-third-party-frames'
    expect(await arriving(thrownIn(OWN, '<anonymous> Array.map'), behaviour)).toHaveLength(1)
    const bare = Object.assign(new Error('bare'), { stack: 'Error: bare' })
    expect(await arriving(bare, behaviour)).toHaveLength(1)
  })

  it('may pass over the SDK’s own frame below a wrapped callback, which is the oldest', async () => {
    const behaviour = 'drop-error-if-contains-third-party-frames'
    const error = () => thrownIn(OWN, `${FOREIGN} sentryWrapped`)
    expect(await arriving(error(), behaviour)).toHaveLength(0)
    const options = { ignoreSentryInternalFrames: true }
    expect(await arriving(error(), behaviour, options)).toHaveLength(1)
    const newest = thrownIn(`${FOREIGN} sentryWrapped`, OWN)
    expect(await arriving(newest, behaviour, options)).toHaveLength(0)
  })
})
