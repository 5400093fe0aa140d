import { describe, expect, test } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { makeBed } from './bed.js'
import { sendCheckIn, sendLogs, sendTransaction } from './telemetry.js'

describe.skipIf(!findChromium())('while the page is open', () => {
  const bed = makeBed()

  test('the first error replaces what says that there is none', async () => {
    const page = await bed.open('/')
    await page.getByText('Nothing has gone wrong yet').waitFor()
    await bed.send({ message: 'The first one' })
    await page.locator('.issue-row', { hasText: 'The first one' }).waitFor()
  })

  test('new issues appear, counts rise, and what is resolved goes', async () => {
    const first = await bed.send({ message: 'One' })
    const page = await bed.open('/')
    const row = page.locator('.issue-row', { hasText: 'One' })
    await row.waitFor()
    await bed.send({ message: 'One' })
    await bed.send({ message: 'Two' })
    await expect.poll(() => row.locator('.count').textContent()).toBe('2 events')
    await page.getByText('Two', { exact: true }).waitFor()
    await fetch(`${bed.inbox().url}/api/0/issues/${first.issueId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"status":"resolved"}',
    })
    await bed.send({ message: 'Three' })
    await expect.poll(() => row.count()).toBe(0)
  })

  test('a row stays under the pointer; what came is told of beside it', async () => {
    await bed.send({ message: 'One' })
    const page = await bed.open('/')
    await page.locator('.issue-row').hover()
    await bed.send({ message: 'Two' })
    await page.getByRole('button', { name: 'Show 1 more' }).waitFor()
    expect(await page.locator('.issue-row').allTextContents()).toHaveLength(1)
    await page.mouse.move(2, 2)
    await expect.poll(() => page.locator('.issue-row').count()).toBe(2)
  })

  test('a flood costs few requests, and the numbers are right in the end', async () => {
    await bed.send({ message: 'Flood' })
    const page = await bed.open('/')
    await page.locator('.issue-row').waitFor()
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('/api/0/issues')) asked += 1
    })
    const started = Date.now()
    for (let batch = 0; batch < 6; batch++) await bed.flood({ message: 'Flood' }, 50)
    const count = page.locator('.issue-row .count')
    await expect.poll(() => count.getAttribute('title'), { timeout: 20_000 }).toBe('301')
    const seconds = (Date.now() - started) / 1000
    expect(asked).toBeLessThanOrEqual(seconds + 2)
  })

  test('what is read stays when newer events come, which are one step away', async () => {
    const one = await bed.send({ message: 'Same', extra: { which: 'the one that is read' } })
    const page = await bed.open(`/issues/${one.issueId}`)
    await page.getByText('the one that is read').waitFor()
    await bed.send({ message: 'Same', extra: { which: 'the newer one' } })
    await page.getByRole('link', { name: 'Newest' }).waitFor()
    expect(await page.getByText('the one that is read').count()).toBe(1)
    await page.getByRole('link', { name: 'Newer' }).click()
    await page.getByText('the newer one').waitFor()
  })

  test('logs are followed until somebody stops them', async () => {
    await sendLogs(bed, ['first line'])
    const page = await bed.open('/logs')
    await page.getByText('first line').waitFor()
    await sendLogs(bed, ['second line'])
    await page.getByText('second line').waitFor()
    await page.keyboard.press('t')
    await sendLogs(bed, ['third line'])
    await page.getByRole('button', { name: 'Paused, 1 new' }).waitFor()
    expect(await page.getByText('third line').count()).toBe(0)
    await page.keyboard.press('t')
    await page.getByText('third line').waitFor()
    await page.getByLabel('Search logs').fill('second')
    await expect.poll(() => page.locator('.log-line').count()).toBe(1)
  })

  test('transactions and check-ins appear', async () => {
    const page = await bed.open('/transactions')
    await page.getByText('No transactions yet').waitFor()
    await sendTransaction(bed, 'GET /live')
    await page.getByText('GET /live').waitFor()
    await page.getByRole('link', { name: 'Check-ins' }).click()
    await page.getByText('No job has checked in yet').waitFor()
    await sendCheckIn(bed, 'nightly', 'ok')
    await page.getByText('nightly', { exact: true }).waitFor()
  })
})
