// @vitest-environment jsdom
import '@angular/compiler'

import { HttpErrorResponse } from '@angular/common/http'
import { createErrorHandler } from '@mayday/browser/angular'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, start } from './setup.js'

/** What is sent of what Angular hands over. */
async function sentOf(given: unknown, options: Parameters<typeof createErrorHandler>[0] = {}) {
  const memory = start()
  createErrorHandler({ logErrors: false, ...options }).handleError(given)
  const event = await memory.captured()
  return { event, exception: captured(event) }
}

describe('createErrorHandler', () => {
  it('captures what nobody handled, and prints it as Angular does', async () => {
    const memory = start()
    createErrorHandler().handleError(new TypeError('broken'))
    expect(captured(await memory.captured())).toMatchObject({
      type: 'TypeError',
      value: 'broken',
      mechanism: { type: 'auto.function.angular.error_handler', handled: false },
    })
    expect(printed('error')).toEqual(['ERROR TypeError: broken'])
  })

  it('captures the error that another one is wrapped around', async () => {
    const inner = new RangeError('inner')
    const outer = (members: object) => Object.assign(new Error('Uncaught (in promise)'), members)
    expect((await sentOf(outer({ rejection: inner }))).exception.value).toBe('inner')
    expect((await sentOf(outer({ ngOriginalError: new Error('original') }))).exception.value).toBe(
      'original',
    )
  })

  it('tells of a request that failed its status and address, not its query and answer', async () => {
    const { event, exception } = await sentOf(
      new HttpErrorResponse({
        status: 503,
        statusText: 'Unavailable',
        url: 'https://h.example/orders?id=hidden',
        error: { text: 'hidden' },
      }),
    )
    expect(exception).toMatchObject({
      type: 'HttpErrorResponse',
      value: '503 Unavailable, https://h.example/orders',
    })
    expect(JSON.stringify(event)).not.toContain('hidden')
  })

  it('tells of the error that a request failed with', async () => {
    const error = new SyntaxError('Unexpected token')
    const { exception } = await sentOf(new HttpErrorResponse({ status: 200, error }))
    expect(exception).toMatchObject({ type: 'SyntaxError', value: 'Unexpected token' })
  })

  it('says that something failed when it is told nothing', async () => {
    expect((await sentOf(undefined)).exception.value).toBe('Handled unknown error')
  })

  it('asks the extractor, and does without one that fails', async () => {
    const given = Object.assign(new Error('outer'), { rejection: new Error('inner') })
    const extractor = (error: unknown, extract: (error: unknown) => unknown) =>
      new Error(`extracted ${extract(error)}`)
    expect((await sentOf(given, { extractor })).exception.value).toBe('extracted Error: inner')
    const broken = (): never => {
      throw new Error('broken extractor')
    }
    expect((await sentOf(new Error('given'), { extractor: broken })).exception.value).toBe('given')
  })

  it('captures outside of the zones in which Angular looks for changes', async () => {
    let isOutside = false
    const run = vi.fn((callback: () => void) => {
      isOutside = true
      callback()
      isOutside = false
    })
    vi.stubGlobal('Zone', { root: { run } })
    const { client, events } = start()
    const seen: boolean[] = []
    client.on('preprocessEvent', () => seen.push(isOutside))
    createErrorHandler({ logErrors: false }).handleError(new Error('in a zone'))
    vi.unstubAllGlobals()
    await client.flush()
    expect(events).toHaveLength(1)
    expect(seen).toEqual([true])
  })
})
