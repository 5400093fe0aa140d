import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { makeBed, objections, picture } from './bed.js'
import { tellStory } from './story.js'

describe.skipIf(!findChromium())('by keys alone', () => {
  const bed = makeBed()

  const titles = (page: Page) => page.locator('.issue-link .title b').allTextContents()
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.querySelector('.title b')?.textContent)

  async function openList(): Promise<Page> {
    await tellStory(bed)
    const page = await bed.open('/')
    await page.locator('.issue-row').nth(5).waitFor()
    return page
  }

  test('issues are gone through, opened, and come back to', async () => {
    const page = await openList()
    await page.keyboard.press('j')
    expect(await focused(page)).toBe('TypeError')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await focused(page)).toBe('AggregateError')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'AggregateError' }).waitFor()
    await page.keyboard.press('u')
    await page.locator('.issue-row').first().waitFor()
    await expect.poll(() => focused(page)).toBe('AggregateError')
  })

  test('an issue is resolved, which can be taken back, and the next one has the focus', async () => {
    const page = await openList()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByText('Resolved 1 issue.').waitFor()
    await expect.poll(() => titles(page)).not.toContain('AggregateError')
    await expect.poll(() => focused(page)).toBe('OperationalError')
    await page.keyboard.press('z')
    await expect.poll(() => titles(page)).toContain('AggregateError')
  })

  test('several are checked and ignored at once', async () => {
    const page = await openList()
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
    await page.getByText('2 selected').waitFor()
    await picture(page, 'checked')
    expect(await objections(page)).toEqual([])
    await page.keyboard.press('i')
    await page.getByText('Ignored 2 issues.').waitFor()
    await expect.poll(() => page.locator('.issue-row').count()).toBe(4)
    await page.goto(`${bed.inbox().url}/?query=is:ignored`)
    await expect.poll(() => titles(page)).toEqual(['TypeError', 'AggregateError'])
  })

  test('two are merged into the one that is chosen', async () => {
    const page = await openList()
    for (const key of ['j', 'j', 'x', 'j', 'x', 'm']) await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    await picture(page, 'merge')
    expect(await objections(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByText('Merged 2 issues into one.').waitFor()
    await expect.poll(() => page.locator('.issue-row').count()).toBe(5)
    const count = page.locator('.issue-row', { hasText: 'OperationalError' }).locator('.count')
    await expect.poll(() => count.textContent()).toBe('4 events')
  })

  test('the search is reached, left and gone on from', async () => {
    const page = await openList()
    await page.keyboard.press('/')
    await page.keyboard.type('level:fatal')
    await expect.poll(() => titles(page)).toEqual(['OperationalError'])
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('OperationalError')
  })

  test('an issue is resolved where it is read, and its events are gone through', async () => {
    const event = await tellStory(bed)
    const page = await bed.open(`/issues/${event.issueId}`)
    await page.getByText('−20 ms').waitFor()
    await page.keyboard.press('j')
    await page.waitForURL(/\/events\/\w{32}$/)
    const older = page.url()
    // The address comes first, then the event with its neighbours.
    await page.getByRole('link', { name: /Newer/ }).waitFor()
    await page.keyboard.press('j')
    await page.waitForURL((url) => url.href !== older)
    await page.locator(`a[href="${new URL(older).pathname}"]`, { hasText: 'Newer' }).waitFor()
    await page.keyboard.press('k')
    await page.waitForURL(older)
    await page.keyboard.press('e')
    await page.getByRole('button', { name: 'Resolved' }).waitFor()
    await page.keyboard.press('c')
    await page.getByText('Copied the report.').waitFor()
  })

  test('views are gone to, help is shown, and the shortcuts can be switched off', async () => {
    const page = await openList()
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.getByRole('heading', { name: 'Logs', exact: true }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await picture(page, 'help')
    expect(await objections(page)).toEqual([])
    await page.getByLabel('Keyboard shortcuts').uncheck()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(new URL(page.url()).pathname).toBe('/logs')
  })
})
