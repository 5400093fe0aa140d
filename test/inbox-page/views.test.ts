import { describe, expect, test } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { type Look, makeBed, objections, overflow, picture } from './bed.js'
import { tellStory } from './story.js'
import { sendTelemetry } from './telemetry.js'

describe.skipIf(!findChromium())('the page', () => {
  const bed = makeBed()

  /** A path of every view, with what is to be read there. */
  async function everyView(): Promise<[name: string, path: string, text: string][]> {
    const event = await tellStory(bed)
    const transaction = await sendTelemetry(bed, event.id)
    const issue = `/issues/${event.issueId}`
    return [
      ['issues', '/', 'The order could not be reserved'],
      ['issue', issue, 'return sum - voucher.discount.amount'],
      ['event', `${issue}/events/${event.id}`, 'form > button#pay'],
      ['transactions', '/transactions', 'GET /basket'],
      ['transaction-name', '/transactions?project=1&name=GET+%2Fbasket', 'Response time'],
      ['transaction', `/transactions/${transaction}`, 'SELECT * FROM baskets'],
      ['releases', '/releases', '75 %'],
      ['logs', '/logs', 'Payment failed: voucher is missing'],
      ['feedback', '/feedback', 'the page said nothing'],
      ['check-ins', '/check-ins', 'nightly-invoices'],
      ['delivery', '/delivery', 'the receiver had asked for less'],
    ]
  }

  const looks: [name: string, look: Look][] = [
    ['light', { scheme: 'light' }],
    ['dark', { scheme: 'dark' }],
    ['a phone', { scheme: 'light', width: 360, height: 740 }],
    ['a dark phone', { scheme: 'dark', width: 360, height: 740 }],
  ]

  test.each(looks)(
    'opens every view by its address, and is accessible and no wider than the window: %s',
    async (name, look) => {
      const views = await everyView()
      const page = await bed.open('/', look)
      for (const [view, path, text] of views) {
        await page.goto(bed.inbox().url + path)
        await page.getByText(text).first().waitFor()
        expect([view, await page.title()]).toEqual([view, expect.stringMatching(/Mayday Inbox$/)])
        await picture(page, `${view}, ${name}`)
        expect([view, await objections(page)]).toEqual([view, []])
        expect([view, await overflow(page)]).toEqual([view, 0])
      }
    },
    180_000,
  )

  test('goes from view to view by its links, without loading again', async () => {
    await everyView()
    const page = await bed.open('/releases')
    await page.evaluate(() => Object.assign(globalThis, { isSame: true }))
    for (const name of ['Transactions', 'Logs', 'Feedback', 'Check-ins', 'Delivery', 'Releases']) {
      await page.getByRole('link', { name, exact: true }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      expect(new URL(page.url()).pathname).toBe(`/${name.toLowerCase()}`)
    }
    await page.getByRole('link', { name: 'Issues', exact: true }).click()
    await page.locator('.issue-link', { hasText: 'AggregateError' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.goBack()
    await page.locator('.issue-link', { hasText: 'OperationalError' }).waitFor()
    expect(await page.evaluate(() => 'isSame' in globalThis)).toBe(true)
  })

  test('opens an event whose issue the address does not name, and addresses of earlier versions', async () => {
    const event = await tellStory(bed)
    const page = await bed.open(`/events/${event.id}`)
    await page.getByText('return sum - voucher').waitFor()
    const old = await bed.open(`/#/issues/${event.issueId}`)
    await old.getByText('return sum - voucher').waitFor()
    expect(new URL(old.url()).pathname).toBe(`/issues/${event.issueId}`)
  })

  test('says what is not there', async () => {
    const page = await bed.open('/issues/0123456789abcdef')
    await page.getByText('This issue is not here').waitFor()
    expect(bed.problems()).toEqual([expect.stringContaining('404')])
  })

  test('tells what to do where nothing is yet, in every view', async () => {
    const page = await bed.open('/')
    const { host } = new URL(bed.inbox().url)
    const dsn = `http://inbox@${host}/1`
    await page.getByText('Nothing has gone wrong yet').waitFor()
    await page.getByRole('button', { name: 'Copy' }).first().click()
    await page.getByText('Copied the DSN.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(dsn)
    await page.getByRole('button', { name: '@sentry/*' }).click()
    await page.getByText(`Sentry.init({ dsn: '${dsn}' })`).waitFor()
    await picture(page, 'welcome')
    expect(await objections(page)).toEqual([])
    const rooms = {
      transactions: 'tracesSampleRate',
      releases: 'release:',
      logs: 'enableLogs',
      feedback: 'captureFeedback',
      'check-ins': 'withMonitor',
      delivery: 'No SDK has reported a loss',
    }
    for (const [room, text] of Object.entries(rooms)) {
      await page.goto(`${bed.inbox().url}/${room}`)
      await page.getByText(text).first().waitFor()
      expect([room, await objections(page)]).toEqual([room, []])
    }
  })

  test('shows causes and members of a group under what they belong to', async () => {
    await tellStory(bed)
    const page = await bed.open('/')
    await page.locator('.issue-link', { hasText: 'AggregateError' }).click()
    await page.locator('.exception').first().waitFor()
    const relations = await page.locator('.relation').allTextContents()
    expect(relations).toEqual([
      'errors[0] of AggregateError',
      'errors[1] of AggregateError',
      'Cause of StockError',
    ])
    await picture(page, 'group')
  })

  test('filters by what is chosen and by what is written, in the address too', async () => {
    await tellStory(bed)
    const page = await bed.open('/')
    const titles = () => page.locator('.issue-link .title').allTextContents()
    await page.getByLabel('environment').selectOption('staging')
    await expect.poll(titles).toHaveLength(2)
    await page.getByLabel('Search issues').fill('environment:staging platform:go')
    await expect.poll(titles).toEqual([expect.stringContaining('*url.Error')])
    expect(new URL(page.url()).searchParams.get('query')).toBe('environment:staging platform:go')
    await page.reload()
    await expect.poll(titles).toHaveLength(1)
    await page.getByLabel('Search issues').fill('customer:returning')
    await expect.poll(titles).toEqual([expect.stringContaining('TypeError')])
    await page.getByLabel('Search issues').fill('no such words')
    await page.getByText('No issue matches.').waitFor()
  })

  test('copies an event as text, and its request as a command', async () => {
    await tellStory(bed)
    const page = await bed.open('/')
    await page.locator('.issue-link', { hasText: 'TypeError' }).click()
    await page.getByRole('button', { name: 'Copy as text' }).click()
    await page.getByText('Copied the report.').waitFor()
    const report = await page.evaluate(() => navigator.clipboard.readText())
    expect(report).toContain('at total (src/checkout/total.ts:17:12)')
    expect(report).not.toContain('@shop.example')
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByText('Copied the command.').waitFor()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    expect(command).toContain("curl --globoff 'https://shop.example/checkout?step=2'")
  })

  test('gives attachments as downloads, under names that are only names', async () => {
    const event = await bed.send({ message: 'with a file' })
    await bed.sendItems(
      [
        [
          { type: 'attachment', filename: 'state.json', content_type: 'application/json' },
          '{"a":1}',
        ],
      ],
      event.id,
    )
    const page = await bed.open(`/issues/${event.issueId}`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'state.json' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('state.json')
  })
})
