import { test } from 'vitest'
import { makeBed, picture } from './bed.js'
import { tellStory } from './story.js'

const bed = makeBed()

test('look', async () => {
  const event = await tellStory(bed)
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      const page = await bed.open('/', { scheme, width })
      await page.locator('.issue-row').first().waitFor()
      await picture(page, `issues-${scheme}-${width}`)
      await page.goto(`${bed.inbox().url}/issues/${event.issueId}`)
      await page.locator('.stack').first().waitFor()
      await picture(page, `issue-${scheme}-${width}`)
    }
  }
  console.info(bed.problems())
}, 60_000)
