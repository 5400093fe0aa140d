import {
  captureCheckIn,
  captureMessage,
  getIsolationScope,
  type MonitorConfig,
  type Options,
  type SerializedCheckIn,
  setTag,
  withMonitor,
} from '@mayday/core'
import { parseEnvelope, type ReceivedEnvelope } from '@mayday/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'
import { reported, scriptedReceiver } from './wire.js'

interface Arrived {
  envelope: ReceivedEnvelope
  checkIn: SerializedCheckIn
}

/** The check-ins that arrive of what `run` does. */
async function arriving(run: () => unknown, options: Partial<Options> = {}): Promise<Arrived[]> {
  const { client, envelopes } = start(options)
  try {
    await run()
  } finally {
    await client.flush()
  }
  return envelopes
    .map(parseEnvelope)
    .flatMap((envelope) =>
      envelope.items
        .filter(({ headers }) => headers.type === 'check_in')
        .map(({ text }) => ({ envelope, checkIn: JSON.parse(text) as SerializedCheckIn })),
    )
}

const EVERY_HOUR: MonitorConfig = { schedule: { type: 'crontab', value: '0 * * * *' } }

describe('a check-in', () => {
  it('has an envelope of its own, with the SDK and the trace, and without an event', async () => {
    const [arrived] = await arriving(
      () => captureCheckIn({ monitorSlug: 'backup', status: 'ok' }),
      { release: 'shop@1', environment: 'staging' },
    )
    const { envelope, checkIn } = arrived as Arrived
    expect(envelope.headers).toEqual({
      sent_at: expect.stringMatching(/^\d{4}-.*Z$/),
      sdk: { name: 'mayday.javascript.core', version: '0.1.0' },
      trace: {
        trace_id: checkIn.contexts?.trace.trace_id,
        public_key: 'public',
        environment: 'staging',
        release: 'shop@1',
      },
    })
    expect(envelope.items.map(({ headers }) => headers)).toEqual([{ type: 'check_in' }])
    expect(checkIn).toEqual({
      check_in_id: expect.stringMatching(/^[\da-f]{32}$/),
      monitor_slug: 'backup',
      status: 'ok',
      release: 'shop@1',
      environment: 'staging',
      contexts: {
        trace: {
          trace_id: expect.stringMatching(/^[\da-f]{32}$/),
          span_id: expect.stringMatching(/^[\da-f]{16}$/),
        },
      },
    })
  })

  it('says how a run ended under the id of its beginning', async () => {
    const ids: string[] = []
    const arrived = await arriving(() => {
      const checkInId = captureCheckIn({ monitorSlug: 'backup', status: 'in_progress' })
      ids.push(checkInId)
      ids.push(captureCheckIn({ monitorSlug: 'backup', status: 'error', checkInId, duration: 1.5 }))
    })
    const [begun, ended] = arrived.map(({ checkIn }) => checkIn)
    expect(begun).toMatchObject({ check_in_id: ids[0], status: 'in_progress' })
    expect(begun).not.toHaveProperty('duration')
    expect(ended).toMatchObject({ check_in_id: ids[0], status: 'error', duration: 1.5 })
    expect(ids[1]).toBe(ids[0])
  })

  it('makes its monitor, with what the configuration says and nothing else', async () => {
    const [full, short] = await arriving(() => {
      const config: MonitorConfig = {
        schedule: { type: 'interval', value: 2, unit: 'day' },
        checkinMargin: 3,
        maxRuntime: 4,
        timezone: 'Europe/Vienna',
        failureIssueThreshold: 5,
        recoveryThreshold: 6,
        isolateTrace: true,
      }
      captureCheckIn({ monitorSlug: 'backup', status: 'in_progress' }, config)
      captureCheckIn({ monitorSlug: 'backup', status: 'in_progress' }, EVERY_HOUR)
    })
    expect(full?.checkIn.monitor_config).toEqual({
      schedule: { type: 'interval', value: 2, unit: 'day' },
      checkin_margin: 3,
      max_runtime: 4,
      timezone: 'Europe/Vienna',
      failure_issue_threshold: 5,
      recovery_threshold: 6,
    })
    expect(short?.checkIn.monitor_config).toEqual({
      schedule: { type: 'crontab', value: '0 * * * *' },
    })
  })

  it('is neither sampled nor shown to beforeSend', async () => {
    const beforeSend = vi.fn(() => null)
    const arrived = await arriving(() => captureCheckIn({ monitorSlug: 'backup', status: 'ok' }), {
      sampleRate: 0,
      beforeSend,
    })
    expect(arrived).toHaveLength(1)
    expect(beforeSend).not.toHaveBeenCalled()
  })

  it('is tried again like everything else', async () => {
    vi.useFakeTimers()
    const { transport, sent } = scriptedReceiver(503)
    const { client } = start({ transport })
    captureCheckIn({ monitorSlug: 'backup', status: 'ok' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent.map(({ items }) => items[0]?.headers.type)).toEqual(['check_in', 'check_in'])
    expect(sent[1]?.items[0]?.text).toBe(sent[0]?.items[0]?.text)
    vi.useRealTimers()
    expect(await client.flush()).toBe(true)
  })

  it('waits for consent', async () => {
    const { client, items } = start({ consent: 'pending' })
    captureCheckIn({ monitorSlug: 'backup', status: 'ok' })
    await client.flush()
    expect(items).toEqual([])
    client.setConsent('granted')
    await client.flush()
    expect(items.map(({ headers }) => headers.type)).toEqual(['check_in'])
  })

  it.each(['glitchtip', 'bugsink'] as const)(
    'stays here where the receiver keeps none, and is counted as a monitor: %s',
    async (server) => {
      const dropped: unknown[] = []
      const { client, items } = start({
        server,
        onDrop: (reason, { category, rule }) => dropped.push([reason, category, rule]),
      })
      captureCheckIn({ monitorSlug: 'backup', status: 'ok' })
      captureMessage('goes')
      await client.flush()
      expect(items.map(({ headers }) => headers.type)).not.toContain('check_in')
      expect(items[0]?.headers.type).toBe('event')
      expect(dropped).toEqual([['event_processor', 'monitor', 'server']])
    },
  )

  it('is reported to the receiver as a monitor where it is refused', async () => {
    const { transport, sent } = scriptedReceiver(400)
    const { client } = start({ transport })
    captureCheckIn({ monitorSlug: 'backup', status: 'ok' })
    await client.flush()
    await client.flush()
    expect(reported(sent.map(({ body }) => body))).toEqual({ 'send_error:monitor': 1 })
  })

  it('has an id also where nothing is sent', async () => {
    expect(captureCheckIn({ monitorSlug: 'early', status: 'ok' })).toMatch(/^[\da-f]{32}$/)
    const { client, items } = start()
    await client.close()
    const checkInId = 'c'.repeat(32)
    expect(captureCheckIn({ monitorSlug: 'late', status: 'ok', checkInId })).toBe(checkInId)
    await client.flush()
    expect(items).toEqual([])
  })
})

describe('withMonitor', () => {
  const statuses = (arrived: Arrived[]) => arrived.map(({ checkIn }) => checkIn.status)

  it('returns what the callback returns, and sends that it began and ended well', async () => {
    const arrived = await arriving(() => {
      expect(withMonitor('backup', () => 'done', EVERY_HOUR)).toBe('done')
    })
    const [begun, ended] = arrived.map(({ checkIn }) => checkIn)
    expect(begun).toMatchObject({ status: 'in_progress', monitor_slug: 'backup' })
    expect(begun?.monitor_config).toEqual({ schedule: EVERY_HOUR.schedule })
    expect(ended).toMatchObject({ status: 'ok', check_in_id: begun?.check_in_id })
    expect(ended?.duration).toBeGreaterThanOrEqual(0)
    expect(ended).not.toHaveProperty('monitor_config')
    expect(arrived).toHaveLength(2)
  })

  it('throws what the callback throws', async () => {
    const thrown = new Error('full')
    const fail = (): never => {
      throw thrown
    }
    const arrived = await arriving(() => expect(() => withMonitor('backup', fail)).toThrow(thrown))
    expect(statuses(arrived)).toEqual(['in_progress', 'error'])
  })

  it('waits for what the callback promises', async () => {
    let resolve: (value: string) => void = () => {}
    const promised = new Promise<string>((settle) => {
      resolve = settle
    })
    const { client, items } = start()
    const result = withMonitor('backup', () => promised)
    await client.flush()
    expect(items).toHaveLength(1)
    resolve('done')
    expect(await result).toBe('done')
    await client.flush()
    expect(items.map(({ text }) => (JSON.parse(text) as SerializedCheckIn).status)).toEqual([
      'in_progress',
      'ok',
    ])
  })

  it('rejects with what the promise is rejected with', async () => {
    const thrown = new Error('full')
    const fail = async (): Promise<never> => {
      throw thrown
    }
    const arrived = await arriving(() => expect(withMonitor('backup', fail)).rejects.toBe(thrown))
    expect(statuses(arrived)).toEqual(['in_progress', 'error'])
  })

  it('says how long the run took, in seconds', async () => {
    vi.useFakeTimers()
    const { items } = start()
    withMonitor('backup', () => vi.setSystemTime(Date.now() + 2500))
    await vi.advanceTimersByTimeAsync(0)
    vi.useRealTimers()
    const ended = JSON.parse(items.at(-1)?.text ?? '{}') as SerializedCheckIn
    expect(ended.duration).toBeCloseTo(2.5)
  })

  it('gives each run a scope of its own, and the trace of where it is called', async () => {
    const traces: (string | undefined)[] = []
    const { client, events, items } = start()
    withMonitor('backup', () => {
      setTag('job', 'backup')
      captureMessage('inside')
    })
    captureMessage('outside')
    await client.flush()
    expect(getIsolationScope().getScopeData().tags).toEqual({})
    const tags = Object.fromEntries(events.map(({ message, tags }) => [message, tags?.job]))
    expect(tags).toEqual({ inside: 'backup', outside: undefined })
    for (const { text } of items) traces.push(JSON.parse(text).contexts.trace.trace_id)
    expect(new Set(traces).size).toBe(1)
  })

  it('gives each run a trace of its own with isolateTrace', async () => {
    const arrived = await arriving(() => {
      for (let run = 0; run < 2; run++) {
        withMonitor('backup', () => {}, { ...EVERY_HOUR, isolateTrace: true })
      }
    })
    const [first, second, third] = arrived.map(({ checkIn }) => checkIn.contexts?.trace.trace_id)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('keeps the trace of a run to its end, also where scopes do not follow promises', async () => {
    const arrived = await arriving(() =>
      withMonitor('backup', () => Promise.resolve(), { ...EVERY_HOUR, isolateTrace: true }),
    )
    const [begun, ended] = arrived.map(({ checkIn }) => checkIn.contexts?.trace.trace_id)
    expect(ended).toBe(begun)
  })
})
