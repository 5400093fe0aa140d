import { describe, expect, it } from 'vitest'
import { type Bed, captured } from '../bed.js'
import { lineOf } from '../site.js'

const ONERROR = 'auto.browser.global_handlers.onerror'
const ONREJECTION = 'auto.browser.global_handlers.onunhandledrejection'

/** Everything that nobody in the page catches. */
export function errors(bed: Bed): void {
  const { engine, open, event } = bed

  /** The frame of `site/faults.js` whose line says this. */
  const frameAt = (text: string, name: unknown) =>
    expect.objectContaining({
      filename: `${bed.site().url}/faults.js`,
      lineno: lineOf('faults.js', text),
      colno: expect.any(Number),
      function: name,
      in_app: true,
    })

  describe('what nobody catches', () => {
    it('arrives with the function, file and line of each frame', async () => {
      const page = await open()
      await page.run(() => void setTimeout(faults.thrown))
      const { stacktrace, ...rest } = captured(await event(page, 'too far'))
      expect(rest).toEqual({
        type: 'RangeError',
        value: 'too far',
        mechanism: { type: ONERROR, handled: false },
      })
      expect(stacktrace?.frames?.slice(-2)).toEqual([
        // WebKit does not tell of which object a method is.
        frameAt('    checkout()', expect.stringMatching(/^(Object\.)?thrown$/)),
        frameAt("RangeError('too far')", 'checkout'),
      ])
    })

    it.each([
      ['in a timer', 'inTimer', "'in a timer'", /^onTimer$/],
      ['in a listener', 'inListener', "'in a listener'", /onClick$/],
    ] as const)('arrives when it is thrown %s', async (title, fault, text, name) => {
      const page = await open()
      await page.run((member) => faults[member](), fault)
      const exception = captured(await event(page, title))
      expect(exception).toMatchObject({ type: 'TypeError', mechanism: { type: ONERROR } })
      expect(exception.stacktrace?.frames?.at(-1)).toEqual(
        frameAt(text, expect.stringMatching(name)),
      )
    })

    it.each([
      ['in a promise', 'inPromise', "'in a promise'", /onFulfilled$/],
      ['in an async function', 'inAsync', "'in an async function'", /inAsync$/],
    ] as const)('arrives when it is thrown %s', async (title, fault, text, name) => {
      const page = await open()
      await page.run((member) => void setTimeout(faults[member]), fault)
      const exception = captured(await event(page, title))
      expect(exception).toMatchObject({
        type: 'TypeError',
        mechanism: { type: ONREJECTION, handled: false },
      })
      expect(exception.stacktrace?.frames?.at(-1)).toEqual(
        frameAt(text, expect.stringMatching(name)),
      )
    })

    it.each([
      ['a text', 'just a text', 'just a text'],
      ['a number', 42, '42'],
      ['null', null, 'null'],
    ])('may be %s, and then has the place as its frame', async (_what, thrown, title) => {
      const page = await open()
      await page.run((value) => void setTimeout(faults.primitive, 0, value), thrown)
      const exception = captured(await event(page, title))
      expect(exception).toMatchObject({
        type: 'Error',
        value: title,
        mechanism: { type: ONERROR, handled: false, synthetic: true },
      })
      expect(exception.stacktrace?.frames).toEqual([frameAt('throw value', '?')])
    })

    it('may be an object, which is sent along', async () => {
      const page = await open()
      await page.run(() => void setTimeout(faults.primitive, 0, { status: 502, path: '/cart' }))
      const { extra } = await event(page, 'Object captured as exception with keys: path, status')
      expect(extra?.__serialized__).toEqual({ status: 502, path: '/cart' })
    })

    it('arrives as what it was when it is thrown on', async () => {
      const page = await open()
      await page.run(() => void setTimeout(faults.rethrown))
      const exception = captured(await event(page, 'too far, thrown on'))
      // Where it was made, not where it was thrown last.
      expect(exception.stacktrace?.frames?.at(-1)).toEqual(
        frameAt("RangeError('too far')", 'checkout'),
      )
    })

    it('does not arrive again when the program has captured it and thrown it on', async () => {
      const page = await open()
      await page.run(() => {
        setTimeout(() => {
          const error = new Error('told of before')
          Mayday.captureException(error)
          throw error
        })
      })
      expect(captured(await event(page, 'told of before')).mechanism?.handled).toBe(true)
      expect(bed.events).toHaveLength(1)
    })

    it('may be a rejection with an error', async () => {
      const page = await open()
      await page.run(() => void setTimeout(() => faults.rejected(new SyntaxError('no basket'))))
      expect(captured(await event(page, 'no basket'))).toMatchObject({
        type: 'SyntaxError',
        mechanism: { type: ONREJECTION, handled: false },
      })
    })

    it.each([
      ['a text', 'no', 'Non-Error promise rejection captured with value: no'],
      ['null', null, 'Non-Error promise rejection captured with value: null'],
      ['an object', { b: 1, a: 2 }, 'Object captured as promise rejection with keys: a, b'],
    ])('may be a rejection with %s', async (_what, reason, title) => {
      const page = await open()
      await page.run((value) => void setTimeout(faults.rejected, 0, value), reason)
      expect(captured(await event(page, title))).toEqual({
        type: 'UnhandledRejection',
        value: title,
        mechanism: { type: ONREJECTION, handled: false, synthetic: true },
      })
    })

    it('may be a request that failed, and says which and where', async () => {
      const page = await open()
      // Nobody listens there.
      await page.run(() => void setTimeout(faults.requested, 0, 'http://127.0.0.1:1/a?b=c'))
      const exception = captured(await event(page, '(127.0.0.1:1)'))
      expect(exception).toMatchObject({
        type: 'TypeError',
        mechanism: {
          type: ONREJECTION,
          handled: false,
          data: { method: 'PUT', url: 'http://127.0.0.1:1/a?b=[Filtered]' },
        },
      })
      expect(exception.stacktrace?.frames?.at(-1)).toEqual(
        frameAt('await fetch(url', expect.stringMatching(/requested$/)),
      )
    })

    it('is captured once when it is handled late, and not when it is handled in time', async () => {
      const page = await open()
      await page.run(async () => {
        faults.handledLate(new Error('handled in time'))
        faults.handledLate(new Error('handled late'), 50)
        await new Promise((resolve) => addEventListener('rejectionhandled', resolve))
      })
      await event(page, 'handled late')
      expect(bed.events).toHaveLength(1)
    })

    it('says which page and which browser', async () => {
      const page = await open()
      await page.run(() => void setTimeout(faults.thrown))
      const { request } = await event(page, 'too far')
      expect(request?.url).toBe(`${bed.site().url}/shop`)
      const names = { Chromium: 'Chrome/', Firefox: 'Firefox/', WebKit: 'Version/' }
      expect(request?.headers?.['User-Agent']).toContain(names[engine])
    })
  })

  describe('on request', () => {
    it('what an element fails to load is captured', async () => {
      const page = await open()
      await page.run(() => {
        Mayday.addIntegration(Mayday.resourceErrorsIntegration())
        const script = Object.assign(document.createElement('script'), { src: '/status/404?a=b' })
        document.body.append(script)
      })
      const received = await event(page, 'ResourceError: Failed to load script')
      expect(captured(received).mechanism?.data).toEqual({
        tag: 'script',
        url: `${bed.site().url}/status/404?a=[Filtered]`,
        selector: 'body > script',
      })
    })

    it('what the policy of the page forbids is captured', async () => {
      const headers = { 'Content-Security-Policy': "img-src 'none'" }
      const page = await open({ headers })
      await page.run(() => {
        Mayday.addIntegration(Mayday.cspViolationIntegration())
        document.body.append(Object.assign(new Image(), { src: '/logo.png?a=b' }))
      })
      // Some browsers ask for the site's icon, too.
      const received = await event(page, 'logo.png')
      expect(captured(received)).toMatchObject({
        value: `Blocked 'img-src' from '${bed.site().url}/logo.png'`,
        mechanism: {
          data: { blocked_uri: `${bed.site().url}/logo.png?a=[Filtered]`, disposition: 'enforce' },
        },
      })
    })

    it('what the policy of the page forbids is not captured where that is delivery', async () => {
      const headers = { 'Content-Security-Policy': "connect-src 'none'" }
      const page = await open({ headers })
      const stats = await page.run(async () => {
        Mayday.addIntegration(Mayday.cspViolationIntegration())
        const seen = new Promise((resolve) => addEventListener('securitypolicyviolation', resolve))
        Mayday.captureMessage('is not delivered')
        await seen
        await client.flush(500)
        return client.stats()
      })
      expect(stats).toMatchObject({ captured: 1, delivered: 0 })
    })
  })
}
