// @vitest-environment jsdom
import { captureEvent, captureMessage, cultureContextIntegration } from '@mayday/browser'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { start } from './setup.js'

let idle: (() => void) | undefined

/** A page that says when it has nothing else to do. */
beforeEach(() => {
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => {
    idle = callback
    return 7
  })
  vi.stubGlobal('cancelIdleCallback', (id: number) => {
    if (id === 7) idle = undefined
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const expected = () => {
  const { locale, timeZone, calendar } = Intl.DateTimeFormat().resolvedOptions()
  return { locale, timezone: timeZone, calendar }
}

it('says how the visitor’s browser writes', async () => {
  const memory = start({ integrations: [cultureContextIntegration()] })
  idle?.()
  captureMessage('here')
  expect((await memory.captured()).contexts?.culture).toEqual(expected())
})

it('never asks while something is captured', async () => {
  const asked = vi.spyOn(Intl, 'DateTimeFormat')
  const memory = start({ integrations: [cultureContextIntegration()] })
  captureMessage('early')
  expect((await memory.captured()).contexts).not.toHaveProperty('culture')
  expect(asked).not.toHaveBeenCalled()
  idle?.()
  captureMessage('late')
  captureMessage('later')
  await memory.client.flush()
  expect(asked).toHaveBeenCalledTimes(1)
})

it('leaves what the event says itself', async () => {
  const memory = start({ integrations: [cultureContextIntegration()] })
  idle?.()
  captureEvent({ message: 'by hand', contexts: { culture: { locale: 'de-AT' }, mine: { a: 1 } } })
  const { contexts } = await memory.captured()
  expect(contexts).toMatchObject({ culture: { ...expected(), locale: 'de-AT' }, mine: { a: 1 } })
})

it('waits a while in browsers that do not say when they are idle', async () => {
  vi.stubGlobal('requestIdleCallback', undefined)
  vi.useFakeTimers()
  const memory = start({ integrations: [cultureContextIntegration()] })
  vi.advanceTimersByTime(1000)
  vi.useRealTimers()
  captureMessage('here')
  expect((await memory.captured()).contexts?.culture).toEqual(expected())
})

it('is quiet where the browser refuses to say', async () => {
  vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(() => {
    throw new Error('refused')
  })
  const memory = start({ integrations: [cultureContextIntegration()] })
  idle?.()
  captureMessage('here')
  expect((await memory.captured()).contexts).not.toHaveProperty('culture')
})

it('asks no more once its client is closed', async () => {
  const { client } = start({ integrations: [cultureContextIntegration()] })
  expect(idle).toBeDefined()
  await client.close()
  expect(idle).toBeUndefined()
})
