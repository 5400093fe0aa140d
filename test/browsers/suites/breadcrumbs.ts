import type { Breadcrumb } from '@mayday/core'
import { describe, expect, it } from 'vitest'
import type { Bed } from '../bed.js'
import type { Page } from '../engines/index.js'

/** What is remembered of the time before an error. */
export function breadcrumbs({ open, event }: Bed): void {
  /** What an event captured now tells of the time before. */
  async function trail(page: Page): Promise<Breadcrumb[]> {
    await page.run(() => void Mayday.captureMessage('what led here'))
    const { breadcrumbs } = await event(page, 'what led here')
    return (breadcrumbs?.values ?? []).map(({ timestamp: _, ...rest }) => rest)
  }

  describe('a breadcrumb is left', () => {
    it('by what is printed, which is printed all the same', async () => {
      const page = await open()
      await page.run(() => {
        console.log('basket', { items: 2 })
        console.warn('careful')
        console.assert(false, 'sums')
      })
      expect(await trail(page)).toEqual([
        {
          category: 'console',
          level: 'log',
          message: 'basket [object Object]',
          data: { arguments: ['basket', { items: 2 }], logger: 'console' },
        },
        expect.objectContaining({ category: 'console', level: 'warning', message: 'careful' }),
        expect.objectContaining({ category: 'console', message: 'Assertion failed: sums' }),
      ])
      if (page.printed) expect(page.printed).toContain('careful')
    })

    it.each(['fetch', 'xhr'] as const)('by requests of %s, with what came of them', async (by) => {
      const page = await open()
      await page.run(
        async (way, closed) => {
          const ways = {
            fetch: (url: string) => fetch(url, { method: 'post' }).catch(() => {}),
            xhr: (url: string) =>
              new Promise((resolve) => {
                const request = new XMLHttpRequest()
                request.open('post', url)
                request.onloadend = resolve
                request.send()
              }),
          }
          for (const url of ['/status/200', '/status/404?token=abc', '/status/503', closed]) {
            await ways[way](url)
          }
        },
        by,
        // Nobody listens there.
        'http://127.0.0.1:1/',
      )
      const crumbs = await trail(page)
      expect(crumbs.map(({ category, level, data }) => [category, level, data])).toEqual([
        [by, undefined, { method: 'POST', url: '/status/200', status_code: 200 }],
        [by, 'warning', { method: 'POST', url: '/status/404?token=[Filtered]', status_code: 404 }],
        [by, 'error', { method: 'POST', url: '/status/503', status_code: 503 }],
        [by, 'error', { method: 'POST', url: 'http://127.0.0.1:1/' }],
      ])
    })

    it('by a click, with the path to its target', async () => {
      const page = await open({
        body: '<main id="shop"><button class="big" name="buy">Buy</button></main>',
      })
      await page.click('button')
      expect(await trail(page)).toEqual([
        { category: 'ui.click', message: 'body > main#shop > button.big[name="buy"]' },
      ])
    })

    it('by a click in a shadow tree, with its real target', async () => {
      const page = await open({ body: '<shop-basket></shop-basket>' })
      await page.run(() => {
        class Basket extends HTMLElement {
          constructor() {
            super()
            this.attachShadow({ mode: 'open' }).innerHTML = '<button class="inner">Buy</button>'
          }
        }
        customElements.define('shop-basket', Basket)
      })
      await page.click('shop-basket')
      expect(await trail(page)).toEqual([{ category: 'ui.click', message: 'button.inner' }])
    })

    it('by the first key in a field, without what was typed', async () => {
      const page = await open({ body: '<input name="secret">' })
      await page.run(() => document.querySelector('input')?.focus())
      await page.type('input', 'xyzzy')
      expect(await page.run(() => document.querySelector('input')?.value)).toBe('xyzzy')
      const crumbs = await trail(page)
      expect(crumbs.filter(({ category }) => category === 'ui.input')).toEqual([
        { category: 'ui.input', message: 'body > input[name="secret"]' },
      ])
      expect(JSON.stringify(crumbs)).not.toContain('xyzzy')
    })

    it('by each change of the address', async () => {
      const page = await open()
      await page.run(async () => {
        const back = (): Promise<unknown> => {
          const popped = new Promise((resolve) => addEventListener('popstate', resolve))
          history.back()
          return popped
        }
        history.pushState(null, '', '/basket')
        history.replaceState(null, '', '/basket?step=2')
        await back()
        location.hash = 'top'
        await new Promise((resolve) => addEventListener('hashchange', resolve))
      })
      const crumbs = await trail(page)
      expect(crumbs.map(({ category, data }) => [category, data?.from, data?.to])).toEqual([
        ['navigation', '/shop', '/basket'],
        ['navigation', '/basket', '/basket?step=[Filtered]'],
        ['navigation', '/basket?step=[Filtered]', '/shop'],
        // What stands behind the # may be as private as a query.
        ['navigation', '/shop', '/shop'],
      ])
    })
  })
}
