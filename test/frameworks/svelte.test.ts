// What fails in components of the real Svelte, in a real browser.
import { readFileSync } from 'node:fs'
import { compile } from 'svelte/compiler'
import type { Plugin } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { type Bed, captured, type Mode, modes, startBed } from './bed.js'

/** What a boundary catches. */
const CAUGHT = ['setup', 'render', 'mount', 'derived', 'update', 'effect']
/** What Svelte leaves to the page's own handlers. */
const UNCAUGHT = ['event', 'await', 'unbounded']

const compiled = (mode: Mode): Plugin => ({
  name: 'svelte',
  load(id) {
    if (!id.endsWith('.svelte')) return
    const { js } = compile(readFileSync(id, 'utf8'), {
      filename: id,
      generate: 'client',
      dev: mode === 'development',
    })
    return { code: js.code, map: js.map as never }
  },
})

describe.skipIf(!findChromium()).each(modes)('a page with Svelte in %s', (mode) => {
  let bed: Bed
  beforeAll(async () => {
    bed = await startBed('svelte.js', (one) => [compiled(one)])
  })
  afterAll(() => bed?.stop())

  it.each(CAUGHT)('tells once what a boundary has caught: %s', async (name) => {
    const { events } = await bed.play(mode, name)
    expect(events).toHaveLength(1)
    const { value, mechanism, stacktrace } = captured(events[0])
    expect(value).toBe(`in ${name}`)
    expect(mechanism).toMatchObject({ type: 'auto.function.svelte.error_handler', handled: true })
    expect(stacktrace?.frames?.at(-1)?.context_line).toContain('throw new TypeError')
  })

  it('names the component that its option names', async () => {
    const { events } = await bed.play(mode, 'render', { options: { componentName: 'Cart' } })
    expect(events.map(({ contexts }) => contexts?.svelte)).toEqual([{ componentName: 'Cart' }])
  })

  it.each(UNCAUGHT)('tells once what no boundary catches: %s', async (name) => {
    const { events } = await bed.play(mode, name)
    expect(events).toHaveLength(1)
    expect(captured(events[0]).mechanism).toMatchObject({ handled: false })
  })

  it.each([...CAUGHT, ...UNCAUGHT])(
    'prints and shows what it does without us: %s',
    async (name) => {
      const { output } = await bed.play(mode, name)
      const without = await bed.play(mode, name, { withSdk: false })
      expect(output).toEqual(without.output)
      expect(output.length).toBeGreaterThan(0)
    },
  )
})
