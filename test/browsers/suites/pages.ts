import { describe, expect, it } from 'vitest'
import { type Bed, captured } from '../bed.js'
import type { Page } from '../engines/index.js'

/** Pages that end, and pages with policies. */
export function pages(bed: Bed): void {
  const { engine, open, event } = bed

  /** Captures, and goes on to another page before anything else can happen. */
  async function captureAndLeave(page: Page): Promise<void> {
    await page.run(() => {
      setTimeout(() => {
        Mayday.captureException(new RangeError('on the way out'))
        location.href = '/blank'
      })
    })
    // On the way nothing can be asked of a page.
    const path = (): Promise<string> => page.run(() => location.pathname).catch(() => '')
    await expect.poll(path, { timeout: 10_000 }).toBe('/blank')
  }

  describe('a page that is left', () => {
    it('at once after something was captured has sent it', async () => {
      const page = await open({ isLoaded: true })
      await captureAndLeave(page)
      expect(captured(await event(page, 'on the way out')).type).toBe('RangeError')
    })

    it('sends what its own handler captures then', async () => {
      const page = await open({ isLoaded: true })
      await page.run(() => {
        addEventListener('pagehide', () => Mayday.captureMessage('the last words'))
      })
      await page.open(`${bed.site().url}/blank`)
      await event(page, 'the last words')
    })

    it('before it had what sends anything leaves it to the next page, which has', async () => {
      bed.site().missing.push(/dispatch/)
      const page = await open()
      await captureAndLeave(page)
      bed.site().missing.length = 0
      await page.open(`${bed.site().url}/shop`)
      const sent = await event(page, 'on the way out')
      expect(captured(sent)).toMatchObject({ type: 'RangeError', mechanism: { handled: true } })
      expect(captured(sent).stacktrace?.frames?.length).toBeGreaterThan(0)
      expect(await page.run(() => Object.keys(localStorage))).toEqual([])
    })
  })

  describe('a page whose server has the rest of the SDK no more', () => {
    it('keeps what it captures, and sends it once the server has it again', async () => {
      bed.site().missing.push(/dispatch/)
      const page = await open()
      await page.run(() => void setTimeout(faults.thrown))
      const pending = (): Promise<number> => page.run(() => client.stats().pending)
      await expect.poll(pending, { timeout: 10_000 }).toBe(1)
      await page.run(() => client.flush(500))
      expect(await pending()).toBe(1)
      bed.site().missing.length = 0
      // It asks again after five seconds. Firefox never does so for a module that it did not get, but the next page does.
      if (engine === 'Firefox') await page.open(`${bed.site().url}/shop`)
      await expect.poll(pending, { timeout: 15_000 }).toBe(0)
      await event(page, 'too far')
    })
  })

  describe('a page with a policy', () => {
    it('that allows its own scripts and the receiver only is not violated', async () => {
      const receiver = new URL(bed.receiver().dsn).origin
      const page = await open({
        before: ['/watch.js'],
        headers: {
          'Content-Security-Policy': `default-src 'none'; script-src 'self'; connect-src ${receiver}`,
        },
      })
      await page.run(() => void setTimeout(faults.thrown))
      await event(page, 'too far')
      await page.run(() => client.close())
      expect(await page.run(() => violations)).toEqual([])
      // That it would have been seen
      await page.run(() => void fetch('/status/200').catch(() => {}))
      await expect
        .poll(() => page.run(() => violations))
        .toEqual([expect.stringMatching(/^connect-src /)])
    })

    it('that wants trusted types is not violated', async () => {
      const page = await open({
        before: ['/watch.js'],
        headers: {
          'Content-Security-Policy': "require-trusted-types-for 'script'; trusted-types 'none'",
        },
      })
      await page.run(() => void setTimeout(faults.thrown))
      await event(page, 'too far')
      await page.run(() => client.close())
      expect(await page.run(() => violations)).toEqual([])
      const isRefused = await page.run(() => {
        try {
          document.body.innerHTML = '<p>untrusted</p>'
          return false
        } catch {
          return true
        }
      })
      // That it would have been seen
      expect([engine, isRefused]).toEqual([engine, true])
    })
  })
}
