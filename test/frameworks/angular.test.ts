// What fails in the real Angular, without zones and compiled in the page, in a real browser.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { type Bed, captured, modes, startBed } from './bed.js'

const FAILING = ['render', 'created', 'hook', 'event', 'computed', 'effect']
/** What the page's own handlers hear of before Angular does. */
const UNCAUGHT = ['promise', 'timer']

describe.skipIf(!findChromium()).each(modes)('a page with Angular in %s', (mode) => {
  let bed: Bed
  beforeAll(async () => {
    bed = await startBed('angular.js')
  })
  afterAll(() => bed?.stop())

  it.each(FAILING)('tells once what failed: %s', async (name) => {
    const { events } = await bed.play(mode, name)
    expect(events).toHaveLength(1)
    const { value, mechanism, stacktrace } = captured(events[0])
    expect(value).toBe(`in ${name}`)
    expect(mechanism).toMatchObject({ type: 'auto.function.angular.error_handler', handled: false })
    expect(stacktrace?.frames?.at(-1)?.context_line).toContain('throw new TypeError')
  })

  it.each(UNCAUGHT)('tells once what nobody caught: %s', async (name) => {
    const { events } = await bed.play(mode, name)
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({
      value: `in ${name}`,
      mechanism: { handled: false },
    })
  })

  it('tells of a request with its status and address, but neither query nor body', async () => {
    const { events } = await bed.play(mode, 'request')
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({
      type: 'HttpErrorResponse',
      value: '404 Not Found, https://api.example/orders',
    })
    expect(JSON.stringify(events)).not.toMatch(/hidden|a body/)
  })

  it.each([...FAILING, ...UNCAUGHT, 'request'])(
    'prints and shows what it does without us: %s',
    async (name) => {
      const { output } = await bed.play(mode, name)
      const without = await bed.play(mode, name, { withSdk: false })
      expect(output).toEqual(without.output)
      expect(output.length).toBeGreaterThan(0)
    },
  )
})
