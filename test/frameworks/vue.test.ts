// What fails in components of the real Vue, in a real browser.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { type Bed, captured, modes, startBed } from './bed.js'

const FAILING = [
  ['render', '<Child>', 'render function'],
  ['setup', '<Child>', 'setup function'],
  ['mounted', '<Child>', 'mounted hook'],
  ['event', '<Child>', 'native event handler'],
  ['async', '<Child>', 'native event handler'],
  ['emitted', '<Child>', 'component event handler'],
  ['watcher', '<Child>', 'watcher callback'],
  ['effect', '<Child>', 'watcher callback'],
  ['update', '<Child>', 'render function'],
  ['suspended', '<Child>', 'setup function'],
  ['loader', '<AsyncComponentWrapper>', 'async component loader'],
  ['root', '<Root>', 'render function'],
  ['warned', '<Child>', 'native event handler'],
] as const

describe.skipIf(!findChromium()).each(modes)("a page with Vue's %s build", (mode) => {
  let bed: Bed
  beforeAll(async () => {
    bed = await startBed('vue.js')
  })
  afterAll(() => bed?.stop())

  it.each(FAILING)('tells once what failed: %s', async (name, componentName, lifecycleHook) => {
    const { events } = await bed.play(mode, name)
    expect(events).toHaveLength(1)
    const { value, mechanism, stacktrace } = captured(events[0])
    expect(value).toBe(`in ${name}`)
    expect(mechanism).toMatchObject({ type: 'auto.function.vue.error_handler', handled: false })
    expect(events[0]?.contexts?.vue).toMatchObject({ componentName, lifecycleHook })
    expect(stacktrace?.frames?.at(-1)?.context_line).toContain('throw new TypeError')
  })

  it.each([
    ['a text that is thrown', 'text', [false]],
    ['what the own handler has handled', 'own', [true]],
    ['what a handler that came later has handled', 'late', [true]],
    ['what a component has handled', 'captured', []],
    ['what Vue throws on even in production', 'thrownOn', [false]],
    ['what fails after the end', 'closed', []],
  ])('tells at most once: %s', async (_what, name, handled) => {
    const { events } = await bed.play(mode, name)
    expect(events.map((event) => captured(event).mechanism?.handled)).toEqual(handled)
  })

  it.each([
    ...FAILING.map(([name]) => name),
    ...['text', 'own', 'captured', 'thrownOn', 'late', 'closed'],
  ])('prints and shows what it does without us: %s', async (name) => {
    const { output } = await bed.play(mode, name)
    const without = await bed.play(mode, name, { withSdk: false })
    expect(output).toEqual(without.output)
    expect(output.length).toBeGreaterThan(0)
  })
})
