// @vitest-environment jsdom
import {
  buildLaunchDarklyFlagUsedHandler,
  captureException,
  captureMessage,
  type FeatureFlagsIntegration,
  featureFlagsIntegration,
  growthbookIntegration,
  launchDarklyIntegration,
  OpenFeatureIntegrationHook,
  openFeatureIntegration,
  statsigIntegration,
  unleashIntegration,
  withScope,
} from '@mayday/browser'
import { InMemoryProvider, OpenFeature } from '@openfeature/web-sdk'
import { afterEach, describe, expect, it } from 'vitest'
import { start } from './setup.js'

/** The flags that an event which is captured now arrives with. */
async function flagsOf({ client, events }: ReturnType<typeof start>): Promise<unknown> {
  captureException(new Error('now'))
  await client.flush()
  return events.at(-1)?.contexts?.flags
}

describe('featureFlagsIntegration', () => {
  function startWithFlags() {
    const memory = start({ integrations: [featureFlagsIntegration()] })
    const name = 'FeatureFlags'
    const integration = memory.client.getIntegrationByName<FeatureFlagsIntegration>(name)
    return {
      memory,
      add: (flag: string, value: unknown) => integration?.addFeatureFlag(flag, value),
    }
  }

  it('tells of each flag how it was evaluated last, the latest at the end', async () => {
    const { memory, add } = startWithFlags()
    add('new-cart', true)
    add('old-cart', false)
    add('new-cart', false)
    expect(await flagsOf(memory)).toEqual({
      values: [
        { flag: 'old-cart', result: false },
        { flag: 'new-cart', result: false },
      ],
    })
  })

  it('keeps the latest hundred', async () => {
    const { memory, add } = startWithFlags()
    for (let index = 0; index < 130; index++) add(`flag ${index}`, index % 2 === 0)
    const { values } = (await flagsOf(memory)) as { values: object[] }
    expect(values).toHaveLength(100)
    expect(values[0]).toEqual({ flag: 'flag 30', result: true })
    expect(values.at(-1)).toEqual({ flag: 'flag 129', result: false })
  })

  it('leaves out what is neither on nor off', async () => {
    const { memory, add } = startWithFlags()
    for (const value of ['blue', 1, null, undefined, {}]) add('colour', value)
    expect(await flagsOf(memory)).toBeUndefined()
  })

  it('is bounded by the scope in which a flag was evaluated', async () => {
    const { memory, add } = startWithFlags()
    add('outside', true)
    withScope(() => {
      add('inside', true)
      captureMessage('inside')
    })
    const outside = await flagsOf(memory)
    expect(memory.events[0]?.contexts?.flags).toEqual({
      values: [
        { flag: 'outside', result: true },
        { flag: 'inside', result: true },
      ],
    })
    expect(outside).toEqual({ values: [{ flag: 'outside', result: true }] })
  })
})

describe('openFeatureIntegration', () => {
  afterEach(() => OpenFeature.clearHooks())

  it('tells of the flags that a client of the real OpenFeature was asked for', async () => {
    const memory = start({ integrations: [openFeatureIntegration()] })
    const variants = { on: true, off: false }
    await OpenFeature.setProviderAndWait(
      new InMemoryProvider({
        'new-cart': { variants, defaultVariant: 'on', disabled: false },
        colour: { variants: { blue: 'blue' }, defaultVariant: 'blue', disabled: false },
      }),
    )
    OpenFeature.addHooks(new OpenFeatureIntegrationHook())
    const flags = OpenFeature.getClient()
    expect(flags.getBooleanValue('new-cart', false)).toBe(true)
    expect(flags.getStringValue('colour', 'red')).toBe('blue')
    expect(flags.getBooleanValue('missing', false)).toBe(false)
    expect(await flagsOf(memory)).toEqual({
      values: [
        { flag: 'new-cart', result: true },
        { flag: 'missing', result: false },
      ],
    })
  })
})

it('launchDarklyIntegration tells of the flags that its handler hears of', async () => {
  const memory = start({ integrations: [launchDarklyIntegration()] })
  const { method, ...handler } = buildLaunchDarklyFlagUsedHandler()
  expect(handler).toEqual({ name: 'sentry-flag-auditor', type: 'flag-used', synchronous: true })
  method('new-cart', { value: true }, {})
  expect(await flagsOf(memory)).toEqual({ values: [{ flag: 'new-cart', result: true }] })
})

describe('an integration that listens to a class', () => {
  class Client {
    readonly flags: Record<string, unknown>
    constructor(flags: Record<string, unknown>) {
      this.flags = flags
    }
    isEnabled(name: string): boolean {
      return this.flags[name] === true
    }
    isOn(name: string): boolean {
      return this.flags[name] === true
    }
    getFeatureValue(name: string, otherwise: unknown): unknown {
      return this.flags[name] ?? otherwise
    }
  }
  const { isEnabled, isOn, getFeatureValue } = Client.prototype

  it('of Unleash tells of the flags that it was asked for, until the client closes', async () => {
    const memory = start({ integrations: [unleashIntegration({ featureFlagClientClass: Client })] })
    const client = new Client({ 'new-cart': true })
    expect([client.isEnabled('new-cart'), client.isEnabled('missing')]).toEqual([true, false])
    expect(await flagsOf(memory)).toEqual({
      values: [
        { flag: 'new-cart', result: true },
        { flag: 'missing', result: false },
      ],
    })
    await memory.client.close()
    expect(Client.prototype.isEnabled).toBe(isEnabled)
  })

  it('of GrowthBook tells of the flags that it was asked for, until the client closes', async () => {
    const memory = start({ integrations: [growthbookIntegration({ growthbookClass: Client })] })
    const client = new Client({ on: true, colour: 'blue', valued: false })
    expect(client.isOn('on')).toBe(true)
    expect(client.getFeatureValue('colour', 'red')).toBe('blue')
    expect(client.getFeatureValue('valued', true)).toBe(false)
    expect(await flagsOf(memory)).toEqual({
      values: [
        { flag: 'on', result: true },
        { flag: 'valued', result: false },
      ],
    })
    await memory.client.close()
    expect([Client.prototype.isOn, Client.prototype.getFeatureValue]).toEqual([
      isOn,
      getFeatureValue,
    ])
  })
})

it('statsigIntegration tells of the gates that were asked for, until the client closes', async () => {
  type Listener = (event: { gate: { name: string; value: boolean } }) => void
  const listeners = new Set<Listener>()
  const featureFlagClient = {
    on: (_name: string, listener: Listener) => void listeners.add(listener),
    off: (_name: string, listener: Listener) => void listeners.delete(listener),
  }
  const memory = start({ integrations: [statsigIntegration({ featureFlagClient })] })
  for (const listener of listeners) listener({ gate: { name: 'new-cart', value: true } })
  expect(await flagsOf(memory)).toEqual({ values: [{ flag: 'new-cart', result: true }] })
  await memory.client.close()
  expect(listeners.size).toBe(0)
})
