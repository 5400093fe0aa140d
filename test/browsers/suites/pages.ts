import { describe, expect, it } from 'vitest'
import { type Bed, captured } from '../bed.js'

/** Pages that end, and pages with policies. */
export function pages(bed: Bed): void {
  const { engine, open, event } = bed

  describe('a page that is left', () => {
    it('at once after something was captured has sent it', async () => {
      const page = await open()
      await page.run(() => {
        setTimeout(() => {
          Mayday.captureException(new Error('on the way out'))
          location.href = '/blank'
        })
      })
      // On the way nothing can be asked of a page.
      const path = (): Promise<string> => page.run(() => location.pathname).catch(() => '')
      await expect.poll(path, { timeout: 10_000 }).toBe('/blank')
      expect(captured(await event(page, 'on the way out')).type).toBe('Error')
    })

    it('sends what its own handler captures then', async () => {
      const page = await open()
      await page.run(() => {
        addEventListener('pagehide', () => Mayday.captureMessage('the last words'))
      })
      await page.open(`${bed.site().url}/blank`)
      await event(page, 'the last words')
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
