// @vitest-environment jsdom
import { webWorkerIntegration } from '@mayday/browser'
import { describe, expect, it, vi } from 'vitest'
import { captured, page, start } from './setup.js'

/** As much of a worker as the page sees. What it posts arrives at once. */
function fakeWorker() {
  const worker = new page.EventTarget() as Worker
  return {
    worker,
    post: (data: unknown) => worker.dispatchEvent(new page.MessageEvent('message', { data })),
  }
}

const ID = '11111111-1111-4111-8111-111111111111'

describe('a worker with version 10', () => {
  it('is understood: a rejection is captured with the stack that was cloned', async () => {
    const { worker, post } = fakeWorker()
    const memory = start({ integrations: [webWorkerIntegration({ worker })] })
    const reason = new TypeError('cloned')
    reason.stack = 'TypeError: cloned\n    at work (https://shop.example/worker.js:1:2)'
    const _sentryDebugIds = { 'Error\n    at https://shop.example/worker.js:9:9': ID }
    post({ _sentryMessage: true, _sentryDebugIds, _sentryModuleMetadata: undefined })
    const filename = 'https://shop.example/worker.js'
    post({ _sentryMessage: true, _sentryWorkerError: { reason, filename } })
    const event = await memory.captured()
    expect(captured(event)).toMatchObject({
      type: 'TypeError',
      value: 'cloned',
      mechanism: { type: 'auto.browser.web_worker.onunhandledrejection', handled: false },
      stacktrace: { frames: [{ filename, function: 'work' }] },
    })
    expect(event.contexts?.worker).toEqual({ filename })
    expect(event.debug_meta?.images).toEqual([
      { type: 'sourcemap', code_file: filename, debug_id: ID },
    ])
  })
})

describe('messages', () => {
  it('of the program reach its listeners, those to the SDK do not', () => {
    const { worker, post } = fakeWorker()
    start({ integrations: [webWorkerIntegration({ worker: [worker] })] })
    const listener = vi.fn()
    worker.addEventListener('message', ({ data }) => listener(data))
    for (const data of ['text', null, 7, { _sentryMessage: 1 }, { type: 'done' }]) post(data)
    post({ _sentryMessage: true })
    expect(listener.mock.calls.flat()).toEqual([
      'text',
      null,
      7,
      { _sentryMessage: 1 },
      { type: 'done' },
    ])
  })

  it('of no shape that anybody writes do no harm', async () => {
    const { worker, post } = fakeWorker()
    const { client, events } = start({ integrations: [webWorkerIntegration({ worker })] })
    post({ _sentryMessage: true, _sentryDebugIds: 'x', _sentryWorkerError: 'x' })
    post({ _sentryMessage: true, _sentryWorkerError: { told: { error: null } } })
    client.captureException(new Error('as ever'))
    await client.flush()
    expect(events.map((event) => captured(event).value)).toContain('as ever')
  })
})

describe('what only the browser tells of', () => {
  it('is captured when the program flushes', async () => {
    const { worker } = fakeWorker()
    const { client, events } = start({ integrations: [webWorkerIntegration({ worker })] })
    const place = { filename: 'https://shop.example/worker.js', lineno: 3, colno: 4 }
    worker.dispatchEvent(new page.ErrorEvent('error', { message: 'Uncaught Error: x', ...place }))
    expect(client.stats().captured).toBe(0)
    await client.flush()
    expect(captured(events[0] as never)).toMatchObject({
      value: 'Error: x',
      mechanism: { type: 'auto.browser.web_worker.onerror' },
      stacktrace: { frames: [{ lineno: 3, colno: 4 }] },
    })
  })

  it('is not captured where a worker could not be loaded, which has no message', async () => {
    const { worker } = fakeWorker()
    const { client } = start({ integrations: [webWorkerIntegration({ worker })] })
    worker.dispatchEvent(new page.Event('error'))
    await client.flush()
    expect(client.stats().captured).toBe(0)
  })
})

it('a worker may be named before and after the client starts', async () => {
  const [first, second, third] = [fakeWorker(), fakeWorker(), fakeWorker()]
  const integration = webWorkerIntegration({ worker: first.worker })
  integration.addWorker(second.worker)
  const { client, events } = start({ integrations: [integration] })
  integration.addWorker(third.worker)
  for (const [index, { post }] of [first, second, third].entries()) {
    post({ _sentryMessage: true, _sentryWorkerError: { reason: `${index}` } })
  }
  await client.flush()
  expect(events).toHaveLength(3)
})
