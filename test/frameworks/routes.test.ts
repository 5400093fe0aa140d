// What fails in real pages with routers: each failure is one event, with the route's name.
import type { EventPayload } from '@mayday/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { type Bed, captured, modes, startBed } from './bed.js'

const kinds = [
  { kind: 'React Router 6', name: '/users/:id', from: '/:mode' },
  { kind: 'React Router 7', name: '/users/:id', from: '/:mode' },
  { kind: 'TanStack Router', name: '/users/$id', from: '/$mode' },
]

const ROUTE = { type: 'auto.function.react.route_error', handled: true }
const ROOT = { type: 'auto.function.react.error_handler', handled: true }
const PAGE = { type: 'auto.browser.global_handlers.onerror', handled: false }

describe.skipIf(!findChromium())('a page with a router', () => {
  let bed: Bed
  beforeAll(async () => {
    bed = await startBed('routes.js')
  })
  afterAll(() => bed?.stop())

  describe.each(modes)('in its %s build', (mode) => {
    describe.each(kinds)('with $kind', ({ kind, name, from }) => {
      it.each([
        // TanStack Router throws it once more while it renders.
        ['loader', kind.startsWith('React') ? ROUTE : ROOT],
        ['render', ROOT],
        ['event', PAGE],
      ])('has one event of an error in %s', async (fails, mechanism) => {
        const { events } = await bed.play(mode, fails, { options: { kind } })
        expect(events.map(captured)).toMatchObject([{ value: `in ${fails}`, mechanism }])
        const [event] = events as unknown as [EventPayload]
        expect(event.transaction).toBe(name)
        expect(event.breadcrumbs?.values.map(({ data }) => data)).toContainEqual({
          from: expect.stringMatching(`^/${mode}[?]`),
          to: '/users/7?token=[Filtered]',
          from_route: from,
        })
      })

      it.each(['loader', 'render', 'event'])(
        'prints of an error in %s what it does without us',
        async (fails) => {
          const options = { kind }
          const { output } = await bed.play(mode, fails, { options })
          const without = await bed.play(mode, fails, { options, withSdk: false })
          expect(output).toEqual(without.output)
          expect(output.at(-1)).toBe(`log: the page shows: ${fails === 'event' ? 'go' : 'sorry'}`)
        },
      )
    })
  })
})
