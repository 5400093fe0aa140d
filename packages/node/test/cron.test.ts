import type { MemoryReceiver } from '@mayday/core/testing'
import { addBreadcrumb, captureMessage, cron, setTag } from '@mayday/node'
import { CronJob } from 'cron'
import * as nodeCron from 'node-cron'
import * as nodeSchedule from 'node-schedule'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, start } from './setup.js'

interface CheckIn {
  check_in_id: string
  monitor_slug: string
  status: string
  duration?: number
  monitor_config?: object
  contexts: { trace: { trace_id: string } }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(new Date('2026-03-01T12:00:00.500Z'))
})
afterEach(() => vi.useRealTimers())

/** Lets `seconds` pass, and what happens in them come to its end. */
async function pass(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000)
}

async function checkInsOf({ items, client }: ReturnType<typeof start>): Promise<CheckIn[]> {
  vi.useRealTimers()
  await client.flush()
  return items
    .filter(({ headers }) => headers.type === 'check_in')
    .map(({ text }) => JSON.parse(text) as CheckIn)
}

async function eventOf(memory: MemoryReceiver) {
  vi.useRealTimers()
  return memory.captured()
}

const EVERY_SECOND = '* * * * * *'
const EVERY_SUNDAY = '0 0 * JAN,mar-december Sunday'

/** Starts a job of each scheduler that runs each second, and returns what stops it. */
type Schedule = (slug: string, job: () => unknown) => () => unknown

const schedulers: Record<string, { schedule: Schedule; mechanism: string; prints: number }> = {
  'cron, by new': {
    mechanism: 'auto.function.cron.instrumentCron',
    prints: 1,
    schedule(slug, job) {
      const Monitored = cron.instrumentCron(CronJob, slug)
      const running = new Monitored(EVERY_SECOND, job as () => void, null, true, 'UTC')
      return () => running.stop()
    },
  },
  'cron, by from': {
    mechanism: 'auto.function.cron.instrumentCron',
    prints: 1,
    schedule(slug, job) {
      const Monitored = cron.instrumentCron(CronJob, slug)
      const onTick = job as () => void
      const running = Monitored.from({
        cronTime: EVERY_SECOND,
        onTick,
        start: true,
        timeZone: 'UTC',
      })
      return () => running.stop()
    },
  },
  'node-cron': {
    mechanism: 'auto.function.node-cron.instrumentNodeCron',
    prints: 1,
    schedule(name, job) {
      const options = { name, timezone: 'UTC' }
      const task = cron.instrumentNodeCron(nodeCron).schedule(EVERY_SECOND, job, options)
      return () => task.destroy()
    },
  },
  'node-cron, a task that is started later': {
    mechanism: 'auto.function.node-cron.instrumentNodeCron',
    prints: 1,
    schedule(name, job) {
      const options = { name, timezone: 'UTC' }
      const task = cron.instrumentNodeCron(nodeCron).createTask(EVERY_SECOND, job, options)
      task.start()
      return () => task.destroy()
    },
  },
  'node-schedule': {
    mechanism: 'auto.function.node-schedule.instrumentNodeSchedule',
    prints: 0,
    schedule(name, job) {
      const spec = { rule: EVERY_SECOND, tz: 'UTC' }
      const { scheduleJob } = cron.instrumentNodeSchedule(nodeSchedule)
      const running = scheduleJob(name, spec, job as () => void)
      // Who listens to nothing crashes.
      running.on('error', () => {})
      return () => running.cancel()
    },
  },
}

describe.each(Object.entries(schedulers))('%s', (_name, { schedule, mechanism, prints }) => {
  it('checks in when a run begins and when it ends', async () => {
    const memory = start({ release: 'shop@1', environment: 'live' })
    const stop = schedule('tidy-up', () => 'done')
    await pass(1)
    stop()
    const [begun, ended, ...others] = await checkInsOf(memory)
    expect(begun).toMatchObject({
      monitor_slug: 'tidy-up',
      status: 'in_progress',
      release: 'shop@1',
      environment: 'live',
      monitor_config: { schedule: { type: 'crontab', value: EVERY_SECOND }, timezone: 'UTC' },
    })
    expect(ended).toMatchObject({
      monitor_slug: 'tidy-up',
      status: 'ok',
      check_in_id: begun?.check_in_id,
      duration: expect.any(Number),
    })
    expect(others).toEqual([])
  })

  it('checks in once a promised run has settled', async () => {
    const memory = start()
    let isFirst = true
    const stop = schedule('tidy-up', async () => {
      if (!isFirst) return
      isFirst = false
      await new Promise((resolve) => setTimeout(resolve, 200))
    })
    await pass(0.6)
    stop()
    await pass(0.2)
    const [, ended, ...others] = await checkInsOf(memory)
    expect(ended).toMatchObject({ status: 'ok', duration: expect.closeTo(0.2) })
    expect(others).toEqual([])
  })

  it.each([
    [
      'throws',
      () => () => {
        throw new TypeError('no disk')
      },
    ],
    [
      'rejects with',
      () => async () => {
        throw new TypeError('no disk')
      },
    ],
  ])('captures what a run %s, once and in a scope of its own', async (_how, make) => {
    const memory = start()
    setTag('of', 'the process')
    const fail = make()
    const stop = schedule('tidy-up', () => {
      setTag('of', 'the run')
      addBreadcrumb({ message: 'looking for a disk' })
      return fail()
    })
    await pass(1)
    stop()
    captureMessage('meanwhile')
    expect(printed('error')).toHaveLength(prints)
    const checkIns = await checkInsOf(memory)
    expect(checkIns.map(({ status }) => status)).toEqual(['in_progress', 'error'])
    const [event, meanwhile, ...others] = memory.events
    expect(captured(event).mechanism).toMatchObject({ type: mechanism, handled: false })
    expect(captured(event)).toMatchObject({ type: 'TypeError', value: 'no disk' })
    expect(event?.tags).toEqual({ of: 'the run' })
    expect(event?.breadcrumbs?.values.map(({ message }) => message)).toEqual(['looking for a disk'])
    expect(event?.contexts?.trace?.trace_id).toBe(checkIns[0]?.contexts.trace.trace_id)
    expect(meanwhile?.tags).toEqual({ of: 'the process' })
    expect(others).toEqual([])
  })
})

describe('a job of cron', () => {
  it('is called as it would have been, and its class is the class', () => {
    start()
    const Monitored = cron.instrumentCron(CronJob, 'tidy-up')
    class Own extends Monitored<() => void, { disk: number }> {}
    const seen: unknown[] = []
    const context = { disk: 1 }
    const job = new Own(
      EVERY_SECOND,
      function (this: unknown, onComplete: unknown) {
        seen.push(this, typeof onComplete)
      },
      () => {},
      false,
      null,
      context,
    )
    void job.fireOnTick()
    job.stop()
    expect(seen).toEqual([context, 'function'])
    expect(job).toBeInstanceOf(Own)
    expect(job).toBeInstanceOf(CronJob)
    expect(job).toBeInstanceOf(Monitored)
  })

  it('leaves its parameters as they are', () => {
    start()
    const onTick = (): void => {}
    const params = { cronTime: EVERY_SECOND, onTick }
    cron.instrumentCron(CronJob, 'tidy-up').from(params)
    expect(params).toEqual({ cronTime: EVERY_SECOND, onTick })
    expect(params.onTick).toBe(onTick)
  })

  it('gives its errors to the handler that the program has for them', async () => {
    const memory = start()
    const errors: unknown[] = []
    const thrown = new Error('no disk')
    const job = cron.instrumentCron(CronJob, 'tidy-up').from({
      cronTime: EVERY_SECOND,
      onTick() {
        throw thrown
      },
      errorHandler: (error) => errors.push(error),
    })
    await job.fireOnTick()
    expect(errors).toEqual([thrown])
    expect(captured(await eventOf(memory)).value).toBe('no disk')
  })

  it.each([
    ['at a date', new Date('2026-03-01T12:00:01Z')],
    ['under a name that is taken', EVERY_SECOND],
  ])('runs without check-ins %s, and a warning says so', async (_what, cronTime) => {
    const memory = start()
    const Monitored = cron.instrumentCron(CronJob, 'tidy-up')
    if (typeof cronTime === 'string') new Monitored(cronTime, () => {})
    const run = vi.fn()
    const job = new Monitored(cronTime, run, null, true)
    await pass(1)
    job.stop()
    expect(run).toHaveBeenCalledOnce()
    expect(await checkInsOf(memory)).toEqual([])
    const [line, ...others] = printed('warn')
    expect(line).toMatch(/^\[mayday\] cron: "tidy-up" runs without check-ins, /)
    expect(others).toEqual([])
  })

  it('may be a command, which runs without check-ins', () => {
    start()
    const Monitored = cron.instrumentCron(CronJob, 'tidy-up')
    new Monitored(EVERY_SECOND, 'true')
    expect(printed('warn')).toHaveLength(1)
  })
})

describe('a job of node-cron', () => {
  it('without a name runs without check-ins, and a warning says so', async () => {
    const memory = start()
    const run = vi.fn()
    const task = cron.instrumentNodeCron(nodeCron).schedule(EVERY_SECOND, run)
    await pass(1)
    task.destroy()
    expect(run).toHaveBeenCalledOnce()
    expect(await checkInsOf(memory)).toEqual([])
    expect(printed('warn')).toEqual([
      '[mayday] node-cron: a job without the option "name" has no check-ins, they need a name and a function',
    ])
  })

  it('returns what it returns, and is given what it is given', async () => {
    start()
    const run = vi.fn(() => 'tidy')
    const options = { name: 'tidy-up' }
    const task = cron.instrumentNodeCron(nodeCron.default).createTask(EVERY_SECOND, run, options)
    vi.useRealTimers()
    expect(await task.execute()).toBe('tidy')
    expect(run).toHaveBeenCalledWith(expect.objectContaining({ task }))
    task.destroy()
  })

  it('has a trace of its own for each run where it is asked for', async () => {
    const memory = start()
    const monitored = cron.instrumentNodeCron(nodeCron, { isolateTrace: true })
    const task = monitored.schedule(EVERY_SECOND, () => {}, { name: 'tidy-up' })
    await pass(2)
    task.destroy()
    const traces = (await checkInsOf(memory)).map(({ contexts }) => contexts.trace.trace_id)
    expect(traces).toHaveLength(4)
    expect(traces[1]).toBe(traces[0])
    expect(traces[2]).not.toBe(traces[0])
  })

  it('is told with months and days as numbers', async () => {
    const memory = start()
    const options = { name: 'tidy-up' }
    const { createTask } = cron.instrumentNodeCron(nodeCron)
    const task = createTask(EVERY_SUNDAY, () => {}, options)
    vi.useRealTimers()
    await task.execute()
    task.destroy()
    const [begun] = await checkInsOf(memory)
    expect(begun?.monitor_config).toEqual({
      schedule: { type: 'crontab', value: '0 0 * 1,3-12 0' },
    })
  })
})

describe('a job of node-schedule', () => {
  it('fails as it would have failed', async () => {
    const memory = start()
    const thrown = new Error('no disk')
    const errors: unknown[] = []
    const { scheduleJob } = cron.instrumentNodeSchedule(nodeSchedule)
    const job = scheduleJob('tidy-up', EVERY_SECOND, () => {
      throw thrown
    })
    job.on('error', (error) => errors.push(error))
    expect(() => job.invoke()).toThrow(thrown)
    await pass(0.5)
    job.cancel()
    expect(errors).toEqual([thrown])
    expect((await checkInsOf(memory)).map(({ status }) => status)).toEqual([
      'in_progress',
      'error',
      'in_progress',
      'error',
    ])
    expect(memory.events).toHaveLength(1)
  })

  it('is given the time of its run, after the callback that comes before it', async () => {
    start()
    const [before, run] = [vi.fn(), vi.fn()]
    const { scheduleJob } = cron.instrumentNodeSchedule(nodeSchedule)
    const job = (scheduleJob as (...all: unknown[]) => nodeSchedule.Job)(
      'tidy-up',
      EVERY_SECOND,
      run,
      before,
    )
    await pass(0.5)
    job.cancel()
    expect(run).toHaveBeenCalledWith(new Date('2026-03-01T12:00:01.000Z'))
    expect(before).toHaveBeenCalledBefore(run)
  })

  it.each([
    ['without a name', [EVERY_SECOND]],
    ['at a date', ['tidy-up', new Date('2026-03-01T12:00:01Z')]],
    ['by a rule', ['tidy-up', { second: 1 }]],
  ])('runs without check-ins %s, and a warning says so', async (_what, how) => {
    const memory = start()
    const run = vi.fn()
    const scheduleJob = cron.instrumentNodeSchedule(nodeSchedule).scheduleJob as unknown as (
      ...args: unknown[]
    ) => nodeSchedule.Job
    const job = scheduleJob(...how, run)
    await pass(1)
    job.cancel()
    expect(run).toHaveBeenCalledOnce()
    expect(await checkInsOf(memory)).toEqual([])
    const [line, ...others] = printed('warn')
    expect(line).toMatch(
      /^\[mayday\] node-schedule: .* has no check-ins, they need a name and times/,
    )
    expect(others).toEqual([])
  })

  it('may be a generator, of which each run is a step', async () => {
    start()
    const steps: number[] = []
    function* work(): Generator<void> {
      for (let step = 1; ; step++) {
        steps.push(step)
        yield
      }
    }
    const { scheduleJob } = cron.instrumentNodeSchedule(nodeSchedule)
    const job = scheduleJob('tidy-up', EVERY_SECOND, work as unknown as () => void)
    await pass(2)
    job.cancel()
    expect(steps).toEqual([1, 2])
    expect(printed('warn')).toHaveLength(1)
  })
})

it('what is no scheduling is the package itself', () => {
  expect(cron.instrumentNodeCron(nodeCron).validate).toBe(nodeCron.validate)
  expect(cron.instrumentNodeSchedule(nodeSchedule).cancelJob).toBe(nodeSchedule.cancelJob)
  const Monitored = cron.instrumentCron(CronJob, 'tidy-up')
  expect(Monitored.name).toBe('CronJob')
  expect(Monitored.prototype).toBe(CronJob.prototype)
})
