import type { EventPayload } from '@mayday/core'
import { captureException, captureMessage, flush } from '@mayday/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An error that is thrown at line `line` of a file of its own. */
function failing(message: string, line = 1): Error {
  const error = new Error(message)
  error.stack = `Error: ${message}\n    at fail (https://app.example/app.js:${line}:5)`
  return error
}

function standsFor(event: EventPayload): number {
  const { suppressed = 0, suppressed_others = 0 } = (event.contexts?.mayday ?? {}) as {
    suppressed?: number
    suppressed_others?: number
  }
  return 1 + suppressed + suppressed_others
}

const sum = (events: EventPayload[]): number =>
  events.reduce((total, event) => total + standsFor(event), 0)

describe('a flood', () => {
  it('of 10,000 alternating errors becomes 20 events that stand for all of them', async () => {
    const { client, events } = start()
    for (let count = 0; count < 10_000; count++) {
      captureException(count % 2 ? failing('odd', 1) : failing('even', 2))
    }
    await flush()
    expect(events).toHaveLength(20)
    expect(sum(events)).toBe(10_000)
    expect(client.stats()).toMatchObject({
      captured: 10_000,
      delivered: 20,
      pending: 0,
      dropped: 9980,
      reasons: { backpressure: 9980 },
      rules: { floodControl: 9980 },
    })
  })

  it('lets the first of a burst go at once', async () => {
    const { events } = start()
    for (let count = 0; count < 9; count++) captureException(failing(`number ${count}`))
    await vi.advanceTimersByTimeAsync(0)
    expect(events).toHaveLength(9)
  })

  it('holds the last of a burst back for a second, to see whether more come', async () => {
    const { events } = start()
    for (let count = 0; count < 13; count++) captureException(failing(`number ${count}`))
    await vi.advanceTimersByTimeAsync(1000)
    expect(events.map(standsFor)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 4])
    expect(events.at(-1)?.exception?.values?.[0]?.value).toBe('number 9')
  })

  it('goes on with one event per interval for each kind', async () => {
    const { events } = start({ floodControl: { burst: 2, interval: 10_000 } })
    for (let second = 0; second < 60; second++) {
      captureException(failing(`second ${second}`))
      await vi.advanceTimersByTimeAsync(1000)
    }
    await flush()
    expect(sum(events)).toBe(60)
    expect(events.length).toBeGreaterThanOrEqual(7)
    expect(events.length).toBeLessThanOrEqual(8)
  })

  it('of errors thrown in different places is none', async () => {
    const { events } = start()
    for (let line = 1; line <= 50; line++) captureException(failing('boom', line))
    await flush()
    expect(events.map(standsFor)).toEqual(Array.from({ length: 50 }, () => 1))
  })

  it('of equal errors that nobody caught does not hide one that somebody caught', async () => {
    const { events } = start()
    const mechanism = { type: 'onerror', handled: false }
    for (let count = 0; count < 100; count++) {
      captureException(failing(`${count}`), { mechanism })
    }
    captureException(failing('handled'))
    await vi.advanceTimersByTimeAsync(0)
    expect(events.at(-1)?.exception?.values?.[0]?.value).toBe('handled')
  })

  it('of many kinds is bounded by a cap on all of them, and still counted', async () => {
    const { events, client } = start({ floodControl: { perMinute: 30 } })
    for (let count = 0; count < 5000; count++) captureMessage(`message ${count}`)
    await vi.advanceTimersByTimeAsync(0)
    expect(events).toHaveLength(30)
    await flush()
    // As many kinds as are told apart wait for their turn; the rest is counted on the first of them.
    expect(events.length).toBeLessThanOrEqual(130)
    expect(sum(events)).toBe(5000)
    expect(client.stats()).toMatchObject({ captured: 5000, pending: 0 })
  })

  it('is over when no more come: events go at once again', async () => {
    const { events } = start()
    for (let count = 0; count < 20; count++) captureException(failing(`${count}`))
    await vi.advanceTimersByTimeAsync(600_000)
    const before = events.length
    captureException(failing('much later'))
    expect(events).toHaveLength(before + 1)
    expect(sum(events)).toBe(21)
  })

  it('that was flushed many times is over as soon as any other', async () => {
    const { events, client } = start({ floodControl: { burst: 2, interval: 1000 } })
    for (let count = 0; count < 100; count++) {
      captureException(failing(`${count}`))
      await Promise.all([client.flush(), vi.advanceTimersByTimeAsync(10)])
    }
    await vi.advanceTimersByTimeAsync(3000)
    const before = events.length
    captureException(failing('later'))
    await vi.advanceTimersByTimeAsync(0)
    expect(events).toHaveLength(before + 1)
  })

  it('is let through when flood control is off', async () => {
    const { events } = start({ floodControl: false, transportOptions: { bufferSize: 1000 } })
    for (let count = 0; count < 500; count++) captureException(failing(`${count}`))
    await flush()
    expect(events.map(standsFor)).toEqual(Array.from({ length: 500 }, () => 1))
  })

  it('of one error after the other that are the same is counted past the check for repeats', async () => {
    const { events, client } = start()
    for (let count = 0; count < 1000; count++) captureException(failing('same'))
    await flush()
    const { rules } = client.stats()
    expect(events).toHaveLength(2)
    expect(sum(events) + (rules.Dedupe ?? 0)).toBe(1000)
  })

  it('tells of the scope as it was when the event was captured, not when it went', async () => {
    const { events, client } = start({ floodControl: { burst: 1 } })
    const at = Date.now() / 1000
    captureException(failing('first'), { tags: { step: 'one' } })
    await vi.advanceTimersByTimeAsync(500)
    await client.flush()
    expect(events[0]).toMatchObject({ tags: { step: 'one' }, timestamp: at })
  })
})
