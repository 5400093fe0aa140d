import { describe, expect, test } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { makeBed, picture } from './bed.js'
import { sendCheckIn, sendClientReport, sendFeedback, sendLogs, sendSession } from './telemetry.js'

/** Each of these would call `alert`, change the page or load something, if it got anywhere but into a text. */
const payloads = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(2)</script>',
  '"><svg onload=alert(3)>',
  "javascript:alert(4)//'",
  '</title><iframe src="javascript:alert(5)"></iframe>',
  '{{constructor.constructor("alert(6)")()}}',
  '\u202egnp.exe',
]
const bad = payloads.join(' ')
const badUrl = 'javascript:alert(document.domain)'

const hostileEvent = {
  platform: bad,
  level: bad,
  release: bad,
  environment: bad,
  server_name: bad,
  logger: bad,
  transaction: bad,
  message: bad,
  exception: {
    values: [
      {
        type: bad,
        value: bad,
        mechanism: { type: bad, source: bad, handled: false, exception_id: 0, parent_id: 0 },
        stacktrace: {
          frames: [
            {
              filename: badUrl,
              abs_path: badUrl,
              function: bad,
              module: bad,
              lineno: 1,
              colno: 1,
              in_app: true,
              context_line: bad,
              pre_context: [bad],
              post_context: [bad],
              vars: { [bad]: bad, __proto__: bad, constructor: bad },
            },
            { filename: '//evil.example/share', function: bad, lineno: 3, in_app: true },
          ],
        },
      },
    ],
  },
  breadcrumbs: [
    { timestamp: bad, category: bad, message: bad, level: bad },
    { timestamp: 1, category: 'fetch', data: { method: bad, url: badUrl, status_code: bad } },
    { timestamp: 2, category: 'navigation', data: { from: badUrl, to: bad, [bad]: bad } },
  ],
  tags: { [bad]: bad, url: badUrl, constructor: bad },
  user: { id: bad, email: bad, url: badUrl, [bad]: bad },
  request: {
    method: bad,
    url: badUrl,
    query_string: bad,
    headers: { [bad]: bad, Referer: badUrl },
    cookies: bad,
    data: bad,
    env: { [bad]: bad },
  },
  contexts: { [bad]: { type: bad, [bad]: bad, homepage: badUrl }, trace: { trace_id: bad } },
  extra: { [bad]: bad, href: badUrl, data: 'data:text/html,<script>alert(7)</script>' },
  sdk: { name: bad, version: bad },
  fingerprint: [bad],
}

describe.skipIf(!findChromium())('what an event holds', () => {
  const bed = makeBed()

  test('is text and nothing else, in every field of every view', async () => {
    // Longer names of projects are refused.
    const event = await bed.send(hostileEvent, bad.slice(0, 200))
    const attachment = { type: 'attachment', filename: `${bad}.html`, content_type: 'text/html' }
    await bed.sendItems([[attachment, '<script>alert(8)</script>']], event.id)
    await bed.sendItems([[{ type: bad, [bad]: bad }, '{}']], event.id)
    await sendLogs(bed, payloads)
    const message = bad
    await sendFeedback(bed, { name: bad, contact_email: bad, message, url: badUrl }, event.id)
    await sendCheckIn(bed, bad, 'ok')
    await sendClientReport(bed, bad, 2)
    await sendSession(bed, 'ok', bad)
    const views = [
      '/',
      `/issues/${event.issueId}`,
      '/releases',
      '/logs',
      '/feedback',
      '/check-ins',
      '/delivery',
    ]
    const page = await bed.open('/')
    for (const path of views) {
      await page.goto(bed.inbox().url + path)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await page.getByText('<script>alert(2)</script>').first().waitFor({ state: 'attached' })
      for (const details of await page.locator('details').all()) {
        await details.evaluate((element) => element.setAttribute('open', ''))
      }
      await picture(page, `hostile ${path.split('/')[1]}`)
      expect([path, await strangers(page)]).toEqual([path, []])
    }
  })

  test('does not pass a file or a line of code off as another', async () => {
    const event = await bed.send({
      exception: {
        values: [
          {
            type: 'Error',
            stacktrace: {
              frames: [
                { filename: 'a.js', lineno: 1, in_app: true, context_line: 'if (\u202eeurt' },
              ],
            },
          },
        ],
      },
    })
    await bed.sendItems([[{ type: 'attachment', filename: '\u202egnp.exe' }, 'MZ']], event.id)
    const page = await bed.open(`/issues/${event.issueId}`)
    await page.getByRole('link', { name: '\\u202egnp.exe' }).waitFor()
    await page.getByText('if (\\u202eeurt').waitFor()
  })

  test('makes links only to the web', async () => {
    const event = await bed.send({
      message: 'links',
      extra: {
        good: 'https://shop.example/a',
        bad: badUrl,
        odd: 'HTTPS://shop.example/b',
        file: 'file:///etc/passwd',
      },
      request: { url: 'https://shop.example/c' },
    })
    const page = await bed.open(`/issues/${event.issueId}`)
    await page.getByRole('heading', { name: 'Extra' }).waitFor()
    const links = page.locator('a[target="_blank"]')
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(hrefs.toSorted()).toEqual([
      'HTTPS://shop.example/b',
      'https://shop.example/a',
      'https://shop.example/c',
    ])
    for (const link of await links.all()) {
      expect(await link.getAttribute('rel')).toContain('noopener')
    }
  })

  test('opens an editor only by its own scheme, whatever the path', async () => {
    const frames = [
      { filename: badUrl, abs_path: badUrl, lineno: 1, in_app: true },
      { filename: 'a', abs_path: '//evil.example/share/a.js', lineno: 2, in_app: true },
      { filename: 'b', abs_path: '/srv/shop/b c#?.js', lineno: 3, colno: 4, in_app: true },
    ]
    const event = await bed.send({ exception: { values: [{ type: 'E', stacktrace: { frames } }] } })
    const page = await bed.open(`/issues/${event.issueId}`)
    await page.locator('.place').nth(2).waitFor()
    const hrefs = await page
      .locator('a.editor')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(hrefs).toEqual(['vscode://file/srv/shop/b%20c%23%3F.js:3:4'])
  })

  /** Elements that the page does not make, links elsewhere, and handlers in attributes. */
  function strangers(page: Awaited<ReturnType<typeof bed.open>>): Promise<string[]> {
    return page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const names = element.getAttributeNames()
          const isOdd = element.matches(
            'body iframe, body script, body object, body embed, body base, body meta, img[src="x"]',
          )
          const href = element.getAttribute('href') ?? ''
          const leads = /^\s*(?:javascript|data|vbscript):/i.test(href) && element.tagName === 'A'
          return isOdd || leads || names.some((name) => name.startsWith('on'))
        })
        .map((element) => element.outerHTML.slice(0, 200)),
    )
  }
})
