import { describe, expect, it } from 'vitest'
import { type Bed, captured } from '../bed.js'
import type { Page } from '../engines/index.js'
import { lineOf } from '../site.js'

interface Elsewhere {
  throwElsewhere(): void
}

/** Scripts of other origins, and frames of the same. */
export function origins(bed: Bed): void {
  const { engine, open, event } = bed

  async function load(query: string): Promise<Page> {
    const page = await open()
    await page.run((src) => {
      const script = Object.assign(document.createElement('script'), { src })
      if (src.endsWith('?cors')) script.crossOrigin = 'anonymous'
      document.body.append(script)
      return new Promise((resolve) => script.addEventListener('load', resolve))
    }, `${bed.site().otherUrl}/elsewhere.js${query}`)
    return page
  }

  const throwLater = (page: Page): Promise<void> =>
    page.run(() => void setTimeout((globalThis as unknown as Elsewhere).throwElsewhere))

  const expectRule = (page: Page, number: number): Promise<void> =>
    expect
      .poll(() => page.run(() => client.stats().rules))
      .toEqual({ 'noise/script-error': number })

  const placeOf = (text: string) => ({
    filename: expect.stringContaining(`${bed.site().otherUrl}/elsewhere.js`),
    lineno: lineOf('elsewhere.js', text),
  })

  describe('what a script of another origin throws', () => {
    it('arrives as it is where the script may be read', async () => {
      const page = await load('?cors')
      const first = captured(await event(page, 'thrown while loading'))
      expect(first.stacktrace?.frames?.at(-1)).toMatchObject(placeOf("'thrown while loading'"))
      await throwLater(page)
      // WebKit remembers that a script may be read only while it loads.
      if (engine === 'WebKit') return expectRule(page, 1)
      const second = captured(await event(page, 'thrown elsewhere'))
      expect(second.stacktrace?.frames?.at(-1)).toMatchObject({
        function: 'throwElsewhere',
        ...placeOf("'thrown elsewhere'"),
      })
    })

    it('is dropped by a rule with a name where the browser hides everything', async () => {
      const page = await load('')
      await throwLater(page)
      // Firefox hides nothing from each other that is on loopback.
      if (engine === 'Firefox') return void (await event(page, 'thrown elsewhere'))
      await expectRule(page, 2)
      expect(bed.events).toEqual([])
    })
  })

  describe('a frame of the same origin', () => {
    it('that has the SDK tells of its own errors', async () => {
      bed.site().pages['/frame'] = { html: bed.textOf({}) }
      const page = await open({ options: false, body: '<iframe src="/frame"></iframe>' })
      await page.run(() => {
        const frame = frames[0] as typeof globalThis & Window
        frame.setTimeout(frame.faults.thrown)
      })
      const received = await event(page, 'too far')
      expect(received.request?.url).toBe(`${bed.site().url}/frame`)
      expect(captured(received).mechanism?.handled).toBe(false)
    })

    it('makes errors that its page can capture, with type and stack', async () => {
      bed.site().pages['/frame'] = { html: bed.textOf({ options: false }) }
      const page = await open({ body: '<iframe src="/frame"></iframe>' })
      await page.run(() => {
        try {
          ;(frames[0] as typeof globalThis & Window).faults.thrown()
        } catch (error) {
          Mayday.captureException(error)
        }
      })
      const { type, stacktrace } = captured(await event(page, 'too far'))
      expect(type).toBe('RangeError')
      expect(stacktrace?.frames?.at(-1)).toMatchObject({
        function: 'checkout',
        filename: `${bed.site().url}/faults.js`,
      })
    })
  })
}
