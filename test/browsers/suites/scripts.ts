import { describe, expect, it } from 'vitest'
import { type Bed, captured, type PageSpec } from '../bed.js'
import type { Page } from '../engines/index.js'
import { fileText } from '../site.js'

/** Pages without a bundler: the SDK is one script, and what goes before everything another. */
export function scripts(bed: Bed): void {
  const { open, event, events } = bed

  const openWith = (body: string, spec: PageSpec = {}): Promise<Page> =>
    open({ options: false, body, scripts: [], ...spec })
  const options = (): string => JSON.stringify({ dsn: bed.receiver().dsn })
  const messages = (): (string | undefined)[] =>
    events.map((one) => one.message ?? captured(one).value)

  describe('a page with mayday.min.js', () => {
    it('has all of the SDK as one file, and as one global', async () => {
      bed.site().missing.push(/dispatch/)
      const page = await openWith(`<script src="/mayday.min.js"></script>
        <script>client = Mayday.init(${options()}); setTimeout(faults.thrown)</script>`)
      const exception = captured(await event(page, 'too far'))
      expect(exception.stacktrace?.frames?.at(-1)?.function).toBe('checkout')
      const { integrations = [] } =
        (await page.run(() => Mayday.getClient()?.getSdkMetadata())) ?? {}
      expect(integrations).toContain('GlobalHandlers')
    })

    it('and once more, as a page has it that changes while it runs, captures everything once', async () => {
      const script = `<script src="/mayday.min.js"></script><script>client = Mayday.init(${options()})</script>`
      const page = await openWith(script + script)
      await page.run(() => console.log('printed'))
      await page.run(() => void setTimeout(faults.thrown))
      const { breadcrumbs } = await event(page, 'too far')
      expect(breadcrumbs?.values.filter(({ category }) => category === 'console')).toHaveLength(1)
      expect(messages()).toEqual(['too far'])
    })
  })

  describe('early.min.js', () => {
    it('loses nothing of what happens before the SDK is there, though nobody waits for that', async () => {
      const page = await openWith(
        `<script>${fileText('/early.min.js')}</script>
        <script>
          Mayday.init(${options()})
          Mayday.setTag('stage', 'boot')
          setTimeout(faults.thrown)
          Promise.reject(new TypeError('rejected'))
          Mayday.captureMessage('said')
          setTimeout(() => {
            then = Date.now() / 1000
            const script = document.createElement('script')
            script.src = '/mayday.min.js'
            script.onload = () => { client = Mayday.getClient() }
            document.head.append(script)
          }, 500)
        </script>`,
      )
      const error = await event(page, 'too far')
      expect(error.tags).toEqual({ stage: 'boot' })
      expect(captured(error).mechanism?.type).toBe('auto.browser.global_handlers.onerror')
      expect(captured(error).stacktrace?.frames?.at(-1)?.function).toBe('checkout')
      expect(captured(await event(page, 'rejected')).type).toBe('TypeError')
      await event(page, 'said')
      const loadedAt = await page.run(() => (globalThis as { then?: number }).then as number)
      for (const { timestamp } of events) expect(Number(timestamp)).toBeLessThan(loadedAt)
      await page.run(() => void setTimeout(() => faults.primitive('later')))
      await event(page, 'later')
      expect(messages().sort()).toEqual(['later', 'rejected', 'said', 'too far'])
    })
  })

  describe('a page whose scripts run in a sandbox', () => {
    it('with a proxy for its window captures what it is given, and what nobody catches', async () => {
      const page = await openWith(
        `<script>
          const sandbox = new Proxy(window, {
            get(target, key) {
              const value = target[key]
              return typeof value === 'function' && !value.prototype ? value.bind(target) : value
            },
          })
          fetch('/mayday.min.js').then((answer) => answer.text()).then((text) => {
            const run = new Function('window', 'self', 'globalThis', text + '\\n;return Mayday')
            Mayday = run(sandbox, sandbox, sandbox)
            client = Mayday.init(${options()})
            Mayday.captureException(new TypeError('given'))
            setTimeout(faults.thrown)
          })
        </script>`,
      )
      await event(page, 'given')
      await event(page, 'too far')
      await page.run(() => client.close())
      expect(await page.run(async () => (await fetch('/status/204')).status)).toBe(204)
    })
  })
}
