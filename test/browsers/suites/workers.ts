import { describe, expect, it } from 'vitest'
import { type Bed, captured } from '../bed.js'

/** Workers with the SDK in them, and pages that capture for theirs. */
export function workers(bed: Bed): void {
  const { open, event, events } = bed
  const functionOf = (one: Parameters<typeof captured>[0]): unknown =>
    captured(one).stacktrace?.frames?.at(-1)?.function

  describe('a worker', () => {
    it('with the SDK in it delivers what nobody catches there, loading what it needs for that', async () => {
      const page = await open({ options: false })
      await page.run((dsn) => {
        const worker = new Worker('/worker.js', { type: 'module', name: dsn })
        worker.postMessage('throw')
        worker.postMessage('reject')
      }, bed.receiver().dsn)
      const error = await event(page, 'thrown in a worker')
      expect(captured(error)).toMatchObject({ type: 'RangeError', mechanism: { handled: false } })
      expect(error.exception?.values?.[0]).toMatchObject({ type: 'TypeError', value: 'its cause' })
      expect(functionOf(error)).toMatch('onMessage')
      expect(error.request?.url).toBe(`${bed.site().url}/worker.js`)
      await event(page, 'rejected in a worker')
      expect(events).toHaveLength(2)
    })

    it('whose page captures for it is told of once, with its own stack and causes', async () => {
      const page = await open()
      await page.run(() => {
        const worker = new Worker('/worker.js', { type: 'module' })
        Mayday.addIntegration(Mayday.webWorkerIntegration({ worker }))
        worker.postMessage('throw')
        worker.postMessage('reject')
      })
      const error = await event(page, 'thrown in a worker')
      expect(captured(error)).toMatchObject({
        type: 'RangeError',
        mechanism: { type: 'auto.browser.web_worker.onerror', handled: false },
      })
      expect(error.exception?.values?.[0]).toMatchObject({ type: 'TypeError', value: 'its cause' })
      expect(functionOf(error)).toMatch('onMessage')
      const rejection = captured(await event(page, 'rejected in a worker'))
      expect(rejection.mechanism?.type).toBe('auto.browser.web_worker.onunhandledrejection')
      expect(events).toHaveLength(2)
    })
  })
}
