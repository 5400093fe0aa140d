// A test in which anything is printed that it did not expect fails: the SDK must not be heard.
import { afterEach, beforeEach, expect, vi } from 'vitest'

const levels = ['log', 'info', 'warn', 'error', 'debug'] as const

beforeEach(() => {
  for (const level of levels) vi.spyOn(console, level).mockImplementation(() => {})
})

afterEach(() => {
  const printed = levels.flatMap((level) => {
    const spy = vi.mocked(console[level])
    return vi.isMockFunction(spy) ? spy.mock.calls.map((args) => `${level}: ${args.join(' ')}`) : []
  })
  vi.restoreAllMocks()
  expect(printed, 'printed without being expected').toEqual([])
})

/** What was printed so far in this test; asking for it makes it expected. */
export function printed(level: (typeof levels)[number]): string[] {
  const spy = vi.mocked(console[level])
  const lines = spy.mock.calls.map((args) => args.join(' '))
  spy.mockClear()
  return lines
}
