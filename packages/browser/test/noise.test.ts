// @vitest-environment jsdom
import { type BrowserOptions, captureException, captureMessage } from '@mayday/browser'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { captured, raise, rejectUnhandled, start } from './setup.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

const APP = 'https://shop.example/app.js'
const CHROME = 'chrome-extension://nkbihfbeogaeaoehlefnkodbefgpgknn/inpage.js'
const FIREFOX = 'moz-extension://1fa2-77/content.js'

/** What comes through of what happens in the page, and what the books say. */
async function outcome(happen: () => void, options: Partial<BrowserOptions> = {}) {
  const { client, events } = start(options)
  happen()
  await client.flush()
  const stats = client.stats()
  expect(stats.captured).toBe(stats.delivered + stats.dropped)
  return { events, rules: stats.rules }
}

/** With a stack as V8 writes it, the newest call first. */
function v8(error: Error, ...files: string[]): Error {
  const calls = files.map((file, index) => `    at f${index} (${file}:${index + 1}:9)`)
  return Object.assign(error, { stack: [`${error.name}: ${error.message}`, ...calls].join('\n') })
}

/** With a stack as SpiderMonkey and JavaScriptCore write it. */
function gecko(error: Error, ...files: string[]): Error {
  const calls = files.map((file, index) => `f${index}@${file}:${index + 1}:9`)
  return Object.assign(error, { stack: calls.join('\n') })
}

const uncaught = (error: unknown) => () => raise({ error, message: 'Uncaught' })
const rejected = (reason: unknown) => () => rejectUnhandled({ reason })
/** What the page is told where there is no error object. */
const told =
  (message: string, place: ErrorEventInit = {}) =>
  () =>
    raise({ message, ...place })
/** Without a stack, as foreign worlds hand errors over. */
const bare = (message: string) => Object.assign(new Error(message), { stack: '' })
const onPage = { filename: 'https://shop.example/cart', lineno: 0 }

type Case = [what: string, happen: () => void]

/** Drops the first, lets the second pass. */
function rule(id: string, noise: Case[], signals: Case[]): void {
  describe(id, () => {
    it.each(noise)('drops %s, and counts it', async (_what, happen) => {
      const { events, rules } = await outcome(happen)
      expect(events).toEqual([])
      expect(rules).toEqual({ [id]: 1 })
    })

    it.each(signals)('lets %s pass', async (_what, happen) => {
      const { events, rules } = await outcome(happen)
      expect(events).toHaveLength(1)
      expect(rules).toEqual({})
    })

    const [, happen] = noise[0] as Case
    it.each<[string, BrowserOptions['noise']]>([
      ['by its id', { [id]: false }],
      ['with all others', false],
    ])('is switched off %s', async (_how, noise) => {
      const { events, rules } = await outcome(happen, { noise })
      expect(events).toHaveLength(1)
      expect(rules).toEqual({})
    })
  })
}

const failed = () => new TypeError('Failed to fetch')

rule(
  'noise/extension-frame',
  [
    ['what an extension throws in Chrome', uncaught(v8(failed(), CHROME, CHROME))],
    ['what an extension throws in Firefox', uncaught(gecko(failed(), FIREFOX))],
    [
      'what an extension throws in Safari',
      rejected(gecko(failed(), 'safari-web-extension://92A1-03/content.js')),
    ],
    ['what an older Safari hides', uncaught(gecko(failed(), 'webkit-masked-url://hidden/'))],
    [
      'what an extension throws through the engine',
      uncaught(v8(failed(), '<anonymous>', CHROME, '<anonymous>')),
    ],
    ['what a user script throws in WebKit', uncaught(gecko(failed(), 'user-script:3'))],
    [
      'what an in-app browser throws',
      uncaught(v8(failed(), 'iabjs://navigation_performance_logger')),
    ],
    ['an extension without its error', told('Uncaught Error', { filename: CHROME, lineno: 2 })],
    [
      'an extension in Safari that talks to nobody',
      rejected(bare('Invalid call to runtime.sendMessage(). Tab not found.')),
    ],
    ['an extension after its update', rejected(bare('Extension context invalidated.'))],
    [
      'an extension that has no other half',
      rejected(bare('Could not establish connection. Receiving end does not exist.')),
    ],
  ],
  [
    ['an error of the page that an extension wraps', uncaught(v8(failed(), APP, CHROME))],
    ['an error of the page through a wrapper', uncaught(v8(failed(), APP, CHROME, APP))],
    ['the same in Firefox', rejected(gecko(failed(), APP, FIREFOX, APP))],
    ['what fails in a wrapper that the page has called', rejected(v8(failed(), CHROME, APP))],
    [
      'an error of an extension that the page catches',
      () => captureException(v8(failed(), CHROME)),
    ],
    [
      'an error of a library of the page',
      uncaught(v8(failed(), 'https://shop.example/node_modules/lib.js', CHROME)),
    ],
    [
      'what fails in a wrapper that a library of the page has called',
      uncaught(v8(failed(), CHROME, 'https://shop.example/node_modules/lib.js')),
    ],
    [
      'a path that reads like an extension',
      uncaught(v8(failed(), 'https://shop.example/chrome-extension:/a.js')),
    ],
    [
      'an error of the page with a text of extensions',
      uncaught(v8(new Error('Extension context invalidated.'), APP)),
    ],
    ['a rejection of the page', rejected(bare('No ethereum provider'))],
    ['a message', () => captureMessage('Extension context invalidated.')],
  ],
)

it('noise/extension-frame lets errors of an extension pass in its own page', async () => {
  vi.stubGlobal('location', { href: CHROME.replace('inpage.js', 'popup.html'), origin: 'null' })
  const { events } = await outcome(uncaught(v8(failed(), CHROME)))
  expect(events).toHaveLength(1)
})

rule(
  'noise/resize-observer',
  [
    [
      'the notification of all engines',
      told('ResizeObserver loop completed with undelivered notifications.', onPage),
    ],
    ['the one of older Chromes', told('ResizeObserver loop limit exceeded', onPage)],
    [
      'one that a handler of the program passes on',
      () => captureException('ResizeObserver loop limit exceeded'),
    ],
  ],
  [
    ['a missing ResizeObserver', uncaught(new ReferenceError('ResizeObserver is not defined'))],
    ['a text about it', uncaught(new Error('Chart: ResizeObserver loop limit exceeded'))],
    ['another loop', uncaught(new Error('ResizeObserver loop in <Grid>'))],
  ],
)

rule(
  'noise/script-error',
  [
    ['a script of another origin', told('Script error.')],
    ['the same without a dot', told('Script error')],
    ['the same as a web view words it', told('Javascript error: Script error. on line 0')],
    ['the same without both', told('Javascript error: Script error on line 0')],
    ['a message that a handler of the program passes on', () => captureMessage('Script error.')],
  ],
  [
    ['an error of that name', uncaught(new Error('Script error.'))],
    ['a place', told('Script error.', { filename: APP, lineno: 3, colno: 4 })],
    ['more text', told('Script error. Try again')],
    ['an inner line', rejected(bare('Upload failed:\nScript error.'))],
  ],
)

rule(
  'noise/webview',
  [
    [
      'scanners of links in mails',
      rejected('Object Not Found Matching Id:3, MethodName:update, ParamCount:4'),
    ],
    [
      'an in-app browser on Android that has gone',
      uncaught(v8(new Error('Error invoking postMessage: Java object is gone'), APP)),
    ],
    [
      'an in-app browser on Android that fails',
      uncaught(bare('Java exception was raised during method invocation')),
    ],
    ['the Google app on iOS', uncaught(gecko(new ReferenceError("Can't find variable: gmo"), APP))],
    ['Instagram on iOS', uncaught(bare("Can't find variable: _AutofillCallbackHandler"))],
    ['two wallets in Chrome', uncaught(bare('Cannot redefine property: ethereum'))],
    [
      'two others in Firefox',
      uncaught(bare('can\'t redefine non-configurable property "ethereum"')),
    ],
    ['an adblocker and its victim', uncaught(bare('Cannot redefine property: googletag'))],
    [
      'two wallets in Firefox',
      uncaught(bare('can\'t redefine non-configurable property "solana"')),
    ],
  ],
  [
    ['an object that the page does not find', rejected('Object Not Found Matching Id: basket')],
    ['an error of a Java server', rejected(bare('Java exception in OrderService'))],
    ["the page's own variable", uncaught(bare("Can't find variable: gmoPayment"))],
    ['a member that is undefined', uncaught(bare("undefined is not an object (evaluating 'a.L')"))],
    ['restrictions of the page', uncaught(bare('getRestrictions is not a function'))],
    ['another property', uncaught(bare('Cannot redefine property: basket'))],
  ],
)

const abort = (message: string, name = 'AbortError') => new DOMException(message, name)

rule(
  'noise/abort',
  [
    ['an aborted request in Chrome', rejected(abort('signal is aborted without reason'))],
    ['the same in an older Chrome', rejected(abort('The user aborted a request.'))],
    ['an aborted body in Chrome', rejected(abort('BodyStreamBuffer was aborted'))],
    ['an aborted request in Firefox', rejected(abort('The operation was aborted. '))],
    ['an aborted request in Safari', rejected(abort('Fetch is aborted'))],
    [
      'an aborted request of a library',
      rejected(Object.assign(new Error('The user aborted a request.'), { name: 'AbortError' })),
    ],
  ],
  [
    ['one that the program captures', () => captureException(abort('Fetch is aborted'))],
    ['a time-out', rejected(abort('signal timed out', 'TimeoutError'))],
    ['a reason of the program', rejected(new Error('The user aborted a request.'))],
    ['a camera', rejected(abort('Starting videoinput failed'))],
    ['a push service', rejected(abort('Registration failed - push service error'))],
    [
      'a full disk',
      rejected(abort('The transaction was aborted, so the request cannot be fulfilled.')),
    ],
    [
      'a data base in Firefox',
      rejected(abort('A request was aborted, for example through a call to IDBTransaction.abort.')),
    ],
  ],
)

const chunkError = (message: string) =>
  Object.assign(new Error(message), { name: 'ChunkLoadError' })

describe('noise/chunk-load', () => {
  const [webpack, ...others]: Case[] = [
    ['webpack', rejected(chunkError('Loading chunk 12 failed.\n(error: https://a.example/12.js)'))],
    ['an older webpack', uncaught(new Error('Loading chunk vendors~main failed.'))],
    ['its styles', rejected(new Error('Loading CSS chunk 5 failed.\n(/static/css/5.css)'))],
    ['Turbopack', rejected(chunkError('Failed to load chunk /_next/static/chunks/a.js'))],
    [
      'Chrome',
      rejected(
        new TypeError('Failed to fetch dynamically imported module: https://a.example/b.js'),
      ),
    ],
    [
      'Firefox',
      rejected(new TypeError('error loading dynamically imported module: https://a.example/b.js')),
    ],
    ['Safari', rejected(new TypeError('Importing a module script failed.'))],
    [
      'Safari, given a page instead of a script',
      rejected(new TypeError("'text/html' is not a valid JavaScript MIME type.")),
    ],
    ['Vite', rejected(new Error('Unable to preload CSS for /assets/a-12ab.css'))],
  ]

  it.each([webpack as Case, ...others])('tags what %s says', async (_what, happen) => {
    const { events, rules } = await outcome(happen)
    expect(events[0]?.tags).toEqual({ chunk_load: 'true' })
    expect(rules).toEqual({})
  })

  it('tags what the program captures, too', async () => {
    const { events } = await outcome(() => captureException(chunkError('Loading chunk 1 failed.')))
    expect(events[0]?.tags).toEqual({ chunk_load: 'true' })
  })

  it.each<Case>([
    ['an upload in chunks', rejected(new Error('Uploading chunk 12 failed'))],
    ['a request', rejected(new TypeError('Failed to fetch'))],
    ['a missing export', uncaught(new TypeError('Importing binding name x is not found.'))],
  ])('leaves %s alone', async (_what, happen) => {
    const { events } = await outcome(happen)
    expect(captured(events[0] as never).value).toBeTruthy()
    expect(events[0]?.tags).toBeUndefined()
  })

  it.each<[string, BrowserOptions['noise']]>([
    ['by its id', { 'noise/chunk-load': false }],
    ['with all others', false],
  ])('is switched off %s', async (_how, noise) => {
    const { events } = await outcome((webpack as Case)[1], { noise })
    expect(events[0]?.tags).toBeUndefined()
  })
})

describe('noise/bot', () => {
  const visit = (userAgent: string, options?: Partial<BrowserOptions>) => {
    vi.stubGlobal('navigator', { userAgent })
    return outcome(() => captureException(new Error('seen by a crawler')), options)
  }
  const google =
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/142.0.0.0 Safari/537.36'

  it.each([
    google,
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0 Safari/537.36',
    'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
    'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
    'Mozilla/5.0 (compatible; AdsBot-Google-Mobile; +http://www.google.com/mobile/adsbot.html)',
    'Sogou web spider/4.0',
    'SomeCrawler 1.0',
  ])('drops what happens to %s', async (userAgent) => {
    const { events, rules } = await visit(userAgent)
    expect(events).toEqual([])
    expect(rules).toEqual({ 'noise/bot': 1 })
  })

  it.each([
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20 Build/PPR1) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36',
    '',
  ])('lets pass what happens to %s', async (userAgent) => {
    const { events } = await visit(userAgent)
    expect(events).toHaveLength(1)
  })

  it.each<[string, BrowserOptions['noise']]>([
    ['by its id', { 'noise/bot': false }],
    ['with all others', false],
  ])('is switched off %s', async (_how, noise) => {
    const { events } = await visit(google, { noise })
    expect(events).toHaveLength(1)
  })

  it('is not disturbed by a page without a navigator', async () => {
    vi.stubGlobal('navigator', undefined)
    const { events } = await outcome(() => captureException(new Error('seen')))
    expect(events).toHaveLength(1)
  })
})

it('the common rules apply in pages, too', async () => {
  const redirect = Object.assign(new Error('NEXT_REDIRECT'), {
    digest: 'NEXT_REDIRECT;push;/;307;',
  })
  const { events, rules } = await outcome(uncaught(redirect))
  expect(events).toEqual([])
  expect(rules).toEqual({ 'noise/framework-redirect': 1 })
})
