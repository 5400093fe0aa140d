// Real processes against a receiver at which everything goes wrong that can: what has become of each event?
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundle } from '../../packages/node/test/programs.js'
import { checkSent } from '../setup/valid-events.js'
import { type Settings, tableOf } from './play.js'
import { judge } from './run.js'
import { schedules } from './schedules.js'

const settings: Settings = {
  events: 20,
  limit: 60_000,
  timeout: 1000,
  onAccepted: checkSent,
}

let sdk: Bundle

beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())

describe.concurrent('every event is delivered, pending or dropped for a named reason:', () => {
  const alone = new Map()

  it.each(schedules(1))('$name', { timeout: 180_000 }, async (schedule) => {
    const { played, mistakes } = await judge(
      schedule,
      { name: 'Mayday', url: sdk.url },
      settings,
      alone,
    )
    expect(mistakes, `\n${tableOf(played)}\n`).toEqual([])
  })
})
