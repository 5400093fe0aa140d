// What fails in real pages with React 17, 18 and 19: how often it is told, and that the page prints what it always did.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { cellsOf, told } from '../react/expected.js'
import { aliasesOf, type ReactName } from '../react/versions.js'
import { type Bed, modes, type Played, startBed } from './bed.js'

const guards = ['none', 'boundary', 'roots', 'both']
const names: ReactName[] = ['react-17', 'react-18', 'react-18-legacy', 'react-19']

describe.skipIf(!findChromium()).each(names)('a page with %s', (name) => {
  let bed: Bed
  beforeAll(async () => {
    const alias = aliasesOf(name)
    bed = await startBed('react.js', () => [{ name, config: () => ({ resolve: { alias } }) }])
  })
  afterAll(() => bed?.stop())

  describe.each(modes)("'s %s build", (mode) => {
    // Production builds do not know of it.
    describe.each([
      ['', false],
      ...(mode === 'development' ? [[' in StrictMode', true] as const] : []),
    ] as const)('plays all cells%s', (_where, isStrict) => {
      let played: Played
      let without: Played
      beforeAll(async () => {
        const options = { guards, isStrict }
        played = await bed.play(mode, 'all', { options })
        without = await bed.play(mode, 'all', { options, withSdk: false })
      })

      it.each(cellsOf(name))('$cell, caught by $guard: $expected', ({ cell, guard, expected }) => {
        const own = played.events.filter(({ tags }) => tags?.cell === `${cell} ${guard}`)
        const isTwice = isStrict && name === 'react-19' && `${cell} ${guard}` === 'effect none'
        expect(told(own)).toBe(isTwice ? 'page! page!' : expected)
      })

      it('prints and shows what it does without us', () => {
        const lines = (output: string[]): string[] =>
          output.map((line) => line.replace(/ErrorBoundary \(.*?\)/g, 'ErrorBoundary'))
        expect(lines(played.output)).toEqual(lines(without.output))
        expect(played.output.length).toBeGreaterThan(100)
      })
    })
  })
})
