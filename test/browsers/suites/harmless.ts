import { describe, expect, inject, it } from 'vitest'
import { type Bed, captured, type ReceivedEvent } from '../bed.js'
import type { Page } from '../engines/index.js'

/** That the page is as it would be without the SDK. */
export function harmless(bed: Bed): void {
  const { open, event } = bed

  /** Something of everything that the SDK listens to. */
  const useThePage = (page: Page): Promise<void> =>
    page.run(async () => {
      console.log('used')
      await fetch('/status/404')
      const request = new XMLHttpRequest()
      request.open('GET', '/status/200')
      request.send()
      // Each listener may leave a breadcrumb before the next one hears of it.
      await new Promise((resolve) => request.addEventListener('loadend', resolve))
      history.pushState(null, '', '/shop?used')
      document.body.click()
      setTimeout(faults.thrown)
      await new Promise((resolve) => addEventListener('error', resolve, { once: true }))
    })

  const expectUntouched = async (page: Page): Promise<void> => {
    expect(await page.run(() => inventory.changes())).toEqual([])
    expect(await page.run(() => inventory.listeners())).toEqual([])
  }

  describe('close()', () => {
    it('restores every function, and takes every listener away', async () => {
      const page = await open({ before: ['/inventory.js'] })
      const changed = await page.run(() => inventory.changes())
      expect(changed).toEqual(
        expect.arrayContaining([
          'window.fetch value',
          'console.log value',
          'XMLHttpRequest.send value',
        ]),
      )
      // Where the browser tells of navigation there is nothing to replace.
      const tells = await page.run(() => 'navigation' in globalThis)
      expect(changed.includes('history.pushState value')).toBe(!tells)
      expect(await page.run(() => inventory.listeners())).toContain('window error 1')
      await useThePage(page)
      await event(page, 'too far')
      await page.run(() => client.close())
      await expectUntouched(page)
    })

    it('does so after another init, too, which takes the place of the one before', async () => {
      const page = await open({ before: ['/inventory.js'], isLoaded: true })
      const initAgain = (release: string): Promise<void> =>
        page.run(
          (dsn, release) =>
            void Object.assign(globalThis, { client: Mayday.init({ dsn, release }) }),
          bed.receiver().dsn,
          release,
        )
      await initAgain('second')
      const before = await page.run(() => inventory.listeners())
      await initAgain('third')
      expect(await page.run(() => inventory.listeners())).toEqual(before)
      await useThePage(page)
      const { release, breadcrumbs } = await event(page, 'too far')
      expect(release).toBe('third')
      expect(breadcrumbs?.values.filter(({ category }) => category === 'console')).toHaveLength(1)
      await page.run(() => client.close())
      await expectUntouched(page)
    })
  })

  describe('a page without a DSN', () => {
    it('is not patched, not listened to, sends nothing and keeps nothing', async () => {
      const page = await open({ before: ['/inventory.js'], options: { dsn: '' } })
      expect(await page.run(() => typeof client.captureException)).toBe('function')
      await useThePage(page)
      await page.run(() => client.flush())
      await expectUntouched(page)
      const stored = await page.run(async () => [
        localStorage.length,
        sessionStorage.length,
        document.cookie,
        (await indexedDB.databases()).length,
      ])
      expect(stored).toEqual([0, 0, '', 0])
      expect(bed.receiver().requests()).toBe(0)
    })
  })

  describe("the page's own window.onerror", () => {
    const expectHeard = async (page: Page): Promise<void> => {
      await page.run(() => {
        noticePrevention()
        setTimeout(faults.thrown)
      })
      await event(page, 'too far')
      const { calls, prevented } = await page.run(() => seen)
      expect(calls).toEqual([
        [
          // Chromium puts a word in front.
          expect.stringMatching(/^(Uncaught )?RangeError: too far$/),
          `${bed.site().url}/faults.js`,
          expect.any(Number),
          expect.any(Number),
          'RangeError: too far',
        ],
      ])
      // It returned true, and so the browser does not print the error.
      expect(prevented).toEqual([true])
      expect(await page.run(() => window.onerror === handle)).toBe(true)
    }

    it('that is there before init is called as before, and its answer counts', async () => {
      const page = await open({ before: ['/handler.js'], options: false })
      await page.run((dsn) => {
        window.onerror = handle
        Object.assign(globalThis, { client: Mayday.init({ dsn }) })
      }, bed.receiver().dsn)
      await expectHeard(page)
    })

    it('that comes after init is called as before, and its answer counts', async () => {
      const page = await open({ before: ['/handler.js'] })
      await page.run(() => {
        window.onerror = handle
      })
      await expectHeard(page)
    })
  })

  describe('a page whose functions cannot be replaced', () => {
    it('keeps them, and its errors arrive all the same', async () => {
      const page = await open({ before: ['/frozen.js', '/inventory.js'], body: '<p>Buy</p>' })
      // What is not frozen is listened to as always.
      expect(await page.run(() => inventory.changes())).toEqual([])
      await page.click('p')
      await useThePage(page)
      const { breadcrumbs } = await event(page, 'too far')
      expect(breadcrumbs?.values[0]).toMatchObject({ category: 'ui.click', message: 'body > p' })
      await page.run(() => client.close())
      await expectUntouched(page)
    })
  })

  const peer = '/peer.js' in inject('files')

  // Without an installed bench/ there is nothing to live beside.
  describe.skipIf(!peer)('beside @sentry/browser 10', () => {
    it.each(['before', 'after'])(
      'that is initialised %s, both hear of everything',
      async (when) => {
        const page = await open({ before: ['/inventory.js'], options: false, after: ['/peer.js'] })
        await page.run(
          (dsn, isBefore) => {
            const initOther = (): void => {
              const got: string[] = []
              Object.assign(globalThis, { got })
              Sentry.init({
                dsn: 'https://public@peer.example/1',
                transport: (options) =>
                  Sentry.createTransport(options, async ({ body }) => {
                    got.push(String(body))
                    return { statusCode: 200 }
                  }),
              })
            }
            if (isBefore) initOther()
            Object.assign(globalThis, { client: Mayday.init({ dsn }) })
            if (!isBefore) initOther()
          },
          bed.receiver().dsn,
          when === 'before',
        )
        await useThePage(page)
        const received = await event(page, 'too far')
        expectTrail(received)
        const other = await page.run(async () => {
          await Sentry.flush()
          return got.filter((body) => body.includes('too far'))
        })
        expect(other).toHaveLength(1)
        // The other one goes on as if we had not been there.
        await page.run(() => client.close())
        const later = await page.run(async () => {
          Sentry.captureMessage('later')
          console.log('after')
          await fetch('/status/200')
          await Sentry.flush()
          return got.filter((body) => body.includes('"later"'))
        })
        expect(later).toHaveLength(1)
      },
    )
  })

  function expectTrail(received: ReceivedEvent): void {
    expect(captured(received).mechanism?.handled).toBe(false)
    const categories = received.breadcrumbs?.values.map(({ category }) => category)
    expect(categories).toEqual(['console', 'fetch', 'xhr', 'navigation', 'ui.click'])
  }
}

declare global {
  /** The SDK whose place Mayday takes. */
  var Sentry: typeof import('@sentry/browser')
  /** What it sent. */
  var got: string[]
}
