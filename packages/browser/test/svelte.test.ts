// @vitest-environment jsdom
import { createErrorHandler, handleErrorWithSentry } from '@mayday/browser/svelte'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, start } from './setup.js'

/** An error of a component, as Vite's development server has them. */
function failure(): Error {
  const stack = `Error: broken
    at Row (http://h.example/src/Row.svelte?t=1:3:9)
    at each (http://h.example/node_modules/svelte/each.js:1:1)
    at Table (http://h.example/src/Table.svelte:5:1)`
  return Object.assign(new Error('broken'), { stack })
}

describe('createErrorHandler', () => {
  it('captures what a boundary has caught, with the component that failed', async () => {
    const memory = start()
    createErrorHandler()(failure(), () => {})
    const event = await memory.captured()
    expect(captured(event).mechanism).toMatchObject({
      type: 'auto.function.svelte.error_handler',
      handled: true,
    })
    expect(event.contexts?.svelte).toEqual({ componentName: 'Row' })
  })

  it('says the name that it is told, and none where nobody knows it', async () => {
    const { client, events } = start()
    createErrorHandler({ componentName: 'Cart' })(failure())
    createErrorHandler()(new Error('elsewhere'))
    await client.flush()
    expect(events.map(({ contexts }) => contexts?.svelte)).toEqual([
      { componentName: 'Cart' },
      undefined,
    ])
  })
})

describe('handleErrorWithSentry', () => {
  it('captures what failed and gives back what the own hook does', async () => {
    const memory = start()
    const hook = vi.fn(() => ({ message: 'sorry' }))
    const failed = { error: new Error('in load'), status: 500, event: { route: { id: '/' } } }
    expect(handleErrorWithSentry(hook)(failed)).toEqual({ message: 'sorry' })
    expect(hook).toHaveBeenCalledWith(failed)
    expect(captured(await memory.captured()).mechanism).toMatchObject({
      type: 'auto.function.sveltekit.handle_error',
      handled: true,
    })
  })

  it('prints the error where there is no own hook', async () => {
    const memory = start()
    handleErrorWithSentry()({ error: new Error('in load') })
    expect(captured(await memory.captured()).mechanism?.handled).toBe(false)
    expect(printed('error')).toEqual(['Error: in load'])
  })

  it.each([
    ['a page that is not there', { error: new Error('Not found: /x'), status: 404 }],
    ['the same in SvelteKit 1', { error: new Error('Not found: /x'), event: { route: {} } }],
    ['an HttpError', { error: { status: 403, body: { message: 'Forbidden' } } }],
    ['a redirect', { error: { status: 307, location: '/login' } }],
  ])('passes on what is no failure: %s', async (_what, failed) => {
    const { client, events } = start()
    const hook = vi.fn()
    handleErrorWithSentry(hook)(failed)
    await client.flush()
    expect(events).toEqual([])
    expect(hook).toHaveBeenCalledWith(failed)
  })

  it.each([
    ['an error with a status of its own', Object.assign(new Error('down'), { status: 404 })],
    ['a thrown text', 'down'],
  ])('captures %s', async (_what, error) => {
    const { client, events } = start()
    handleErrorWithSentry(() => {})({ error, status: 500 })
    await client.flush()
    expect(events).toHaveLength(1)
  })
})
