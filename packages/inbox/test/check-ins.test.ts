import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { CheckInsAnswer } from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { emptyInbox, freshId, getJson, sendItem } from './sending.js'

const minute = 60_000
const hour = 60 * minute

// From the beginning, so that the clock of the embedded database is never far ahead of it.
beforeEach(() => at('2026-03-02T10:00:00Z'))

describe('check-ins', () => {
  test('tell when a job ran, and how long it took', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    await checkIn(inbox, { check_in_id: id, status: 'in_progress' })
    expect(await only(inbox)).toMatchObject({ slug: 'backup', status: 'in_progress' })
    at('2026-03-02T10:00:05Z')
    await checkIn(inbox, { check_in_id: id, status: 'ok' })
    expect(await only(inbox)).toEqual({
      project: '1',
      slug: 'backup',
      environment: 'production',
      status: 'ok',
      checkIns: [{ id, status: 'ok', at: '2026-03-02T10:00:00.000Z', duration: 5000 }],
    })
  })

  test('that took less than no time took what lies between them', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    await checkIn(inbox, { check_in_id: id, status: 'in_progress' })
    at('2026-03-02T10:00:05Z')
    await checkIn(inbox, { check_in_id: id, status: 'ok', duration: -3 })
    expect((await only(inbox)).checkIns).toMatchObject([{ duration: 5000 }])
  })

  test('may say themselves how long it took, and may come once only', async () => {
    const inbox = await emptyInbox()
    await checkIn(inbox, { status: 'error', duration: 12.5 })
    const { status, checkIns } = await only(inbox)
    expect(status).toBe('error')
    expect(checkIns).toMatchObject([{ at: '2026-03-02T09:59:47.500Z', duration: 12_500 }])
  })

  test('without an id mean the latest that is in progress', async () => {
    const inbox = await emptyInbox()
    const [one, two] = [freshId(), freshId()]
    await checkIn(inbox, { check_in_id: one, status: 'in_progress' })
    await checkIn(inbox, { check_in_id: two, status: 'in_progress' })
    const nil = '00000000-0000-0000-0000-000000000000'
    await checkIn(inbox, { check_in_id: nil, status: 'ok' })
    const statuses = async () => (await only(inbox)).checkIns.map(({ id, status }) => [id, status])
    expect(await statuses()).toEqual([
      [two, 'ok'],
      [one, 'in_progress'],
    ])
    await checkIn(inbox, { check_in_id: nil, status: 'error' })
    await checkIn(inbox, { check_in_id: nil, status: 'ok' })
    expect((await statuses()).map(([, status]) => status)).toEqual(['ok', 'ok', 'error'])
  })

  test('that end a job are not undone by its beginning, late or repeated', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    for (const status of ['in_progress', 'ok', 'in_progress', 'error']) {
      await checkIn(inbox, { check_in_id: id, status })
    }
    expect((await only(inbox)).checkIns.map(({ status }) => status)).toEqual(['ok'])
  })

  test('are kept apart by project, monitor and environment', async () => {
    const inbox = await emptyInbox()
    await checkIn(inbox, { status: 'ok', environment: 'staging' })
    await checkIn(inbox, { status: 'ok' })
    await checkIn(inbox, { status: 'ok', monitor_slug: 'mail' })
    await checkIn(inbox, { status: 'ok' }, 'other')
    const names = (await list(inbox)).map(({ slug, environment, project }) => [
      slug,
      environment,
      project,
    ])
    expect(names).toEqual([
      ['backup', 'production', '1'],
      ['backup', 'production', 'other'],
      ['backup', 'staging', '1'],
      ['mail', 'production', '1'],
    ])
    const others = await getJson<CheckInsAnswer>(inbox, '/api/0/check-ins?project=other')
    expect(others.monitors).toHaveLength(1)
  })

  test('that make no sense are kept as they came, and listed nowhere', async () => {
    const inbox = await emptyInbox()
    await checkIn(inbox, { status: 'maybe' })
    await checkIn(inbox, { status: 'ok', check_in_id: 'x' })
    await checkIn(inbox, { status: 'ok', monitor_slug: {} })
    await sendItem(inbox, 'check_in', [])
    expect(await list(inbox)).toEqual([])
  })
})

describe('a monitor', () => {
  const interval = { schedule: { type: 'interval', value: 1, unit: 'hour' }, checkin_margin: 5 }

  test('tells when its job is due, and that it was missed', async () => {
    const inbox = await emptyInbox()
    await checkIn(inbox, { status: 'ok', monitor_config: interval })
    expect(await only(inbox)).toMatchObject({
      status: 'ok',
      schedule: 'every hour',
      nextAt: '2026-03-02T11:00:00.000Z',
    })
    at('2026-03-02T11:04:59Z')
    expect(await only(inbox)).toMatchObject({ status: 'ok', nextAt: '2026-03-02T11:00:00.000Z' })
    at('2026-03-02T11:05:01Z')
    expect(await only(inbox)).toMatchObject({
      status: 'missed',
      nextAt: '2026-03-02T12:00:00.000Z',
    })
    at('2026-03-05T14:30:00Z')
    expect(await only(inbox)).toMatchObject({
      status: 'missed',
      nextAt: '2026-03-05T15:00:00.000Z',
    })
    await checkIn(inbox, { status: 'ok' })
    expect(await only(inbox)).toMatchObject({ status: 'ok', nextAt: '2026-03-05T15:30:00.000Z' })
  })

  test('tells that its job runs too long', async () => {
    const inbox = await emptyInbox()
    await checkIn(inbox, { status: 'in_progress', monitor_config: { max_runtime: 2 } })
    await checkIn(inbox, { status: 'in_progress', monitor_slug: 'mail' })
    const statuses = async () =>
      (await list(inbox)).map(({ status, checkIns }) => [status, checkIns[0]?.status])
    at('2026-03-02T10:02:01Z')
    expect(await statuses()).toEqual([
      ['timeout', 'timeout'],
      ['in_progress', 'in_progress'],
    ])
    at('2026-03-02T10:30:01Z')
    expect(await statuses()).toEqual([
      ['timeout', 'timeout'],
      ['timeout', 'timeout'],
    ])
  })

  test.each([
    ['*/15 * * * *', 'UTC', '2026-03-02T10:15:00Z'],
    ['0 * * * *', 'UTC', '2026-03-02T11:00:00Z'],
    ['5 4 * * *', 'UTC', '2026-03-03T04:05:00Z'],
    ['5,30-40/5 10 * * *', 'UTC', '2026-03-02T10:05:00Z'],
    ['0 0 1 * *', 'UTC', '2026-04-01T00:00:00Z'],
    ['0 0 29 2 *', 'UTC', '2028-02-29T00:00:00Z'],
    ['0 12 * * sun', 'UTC', '2026-03-08T12:00:00Z'],
    ['0 12 * * 7', 'UTC', '2026-03-08T12:00:00Z'],
    ['0 12 * JUN-AUG mon-fri', 'UTC', '2026-06-01T12:00:00Z'],
    // Either of the two days will do.
    ['0 0 13 * fri', 'UTC', '2026-03-06T00:00:00Z'],
    ['0 0 4 * fri', 'UTC', '2026-03-04T00:00:00Z'],
    ['@weekly', 'UTC', '2026-03-08T00:00:00Z'],
    ['0 9 * * *', 'Europe/Vienna', '2026-03-03T08:00:00Z'],
    ['0 9 * * *', 'America/New_York', '2026-03-02T14:00:00Z'],
    ['30 12 * * *', 'Asia/Kolkata', '2026-03-03T07:00:00Z'],
    // The night in which clocks go from 2 to 3, and the day after it.
    ['30 2 29 3 *', 'Europe/Vienna', '2026-03-29T01:30:00Z'],
    ['0 9 29 3 *', 'Europe/Vienna', '2026-03-29T07:00:00Z'],
  ])('of %s in %s is due at %s', async (value, timezone, due) => {
    const inbox = await emptyInbox()
    const monitor_config = { schedule: { type: 'crontab', value }, timezone }
    await checkIn(inbox, { status: 'ok', monitor_config })
    const { nextAt, schedule } = await only(inbox)
    expect(nextAt).toBe(new Date(due).toISOString())
    expect(schedule).toContain(value)
  })

  test.each([
    [2, 'minute', 2 * minute],
    [1, 'day', 24 * hour],
    [3, 'week', 21 * 24 * hour],
    [1, 'month', 31 * 24 * hour],
    [1, 'year', 365 * 24 * hour],
  ])('of every %d %s is due', async (value, unit, later) => {
    const inbox = await emptyInbox()
    const monitor_config = { schedule: { type: 'interval', value, unit } }
    await checkIn(inbox, { status: 'ok', monitor_config })
    expect(Date.parse((await only(inbox)).nextAt ?? '')).toBe(Date.now() + later)
  })

  test.each([
    { type: 'crontab', value: '61 * * * *' },
    { type: 'crontab', value: '* * * *' },
    { type: 'crontab', value: '*/0 * * * *' },
    { type: 'crontab', value: '5-1 * * * *' },
    { type: 'crontab', value: '0 0 30 2 *' },
    { type: 'crontab', value: 7 },
    { type: 'interval', value: 0, unit: 'hour' },
    { type: 'interval', value: 1, unit: 'constructor' },
    { type: 'interval', value: 1e9, unit: 'year' },
    'daily',
    null,
  ])('with the schedule %j is never due', async (schedule) => {
    const inbox = await emptyInbox()
    await checkIn(inbox, { status: 'ok', monitor_config: { schedule, timezone: 'Moon/Crater' } })
    const monitor = await only(inbox)
    expect(monitor.status).toBe('ok')
    expect(monitor).not.toHaveProperty('nextAt')
  })
})

/** Sets the clock of the inbox. */
function at(time: string): void {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(time) })
}

async function checkIn(inbox: Inbox, fields: object, project = '1'): Promise<void> {
  const payload = { check_in_id: freshId(), monitor_slug: 'backup', ...fields }
  await sendItem(inbox, 'check_in', payload, project)
}

async function list(inbox: Inbox): Promise<CheckInsAnswer['monitors']> {
  return (await getJson<CheckInsAnswer>(inbox, '/api/0/check-ins')).monitors
}

async function only(inbox: Inbox): Promise<CheckInsAnswer['monitors'][number]> {
  const [monitor, ...others] = await list(inbox)
  if (!monitor || others.length > 0) throw new Error('There is not one monitor.')
  return monitor
}
