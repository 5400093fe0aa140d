/** Whether what was played is what should have been. */
import { isDeepStrictEqual } from 'node:util'
import { type Books, cellsOf, HEADINGS } from './books.js'
import type { Played } from './play.js'
import type { Ending } from './process.js'
import type { Schedule, Step } from './schedules.js'

/**
 * What is wrong, in words; nothing when all is well.
 *
 * @param alone how the programs of each step end without an SDK
 */
export function mistakes(schedule: Schedule, played: Played[], alone: Ending[][]): string[] {
  const steps = schedule.steps.flatMap((step, index) => {
    const one = played[index]
    return one
      ? [...mistakesIn(step, one), ...differences(one, alone[index] ?? [])]
      : ['not played']
  })
  return [...steps, ...mistakenDuplicates(schedule, played.at(-1))]
}

function mistakesIn({ expected }: Step, { name, books, isInTime, journal }: Played): string[] {
  const { remarks } = books
  const wanted = typeof expected === 'object' ? `dropped for ${expected.dropped}` : expected
  const seen = HEADINGS.map((heading, at) => `${heading} ${cellsOf(books)[at]}`).join(', ')
  return [
    ...(isAsExpected(expected, books) ? [] : [`${name}: all should be ${wanted}, but: ${seen}`]),
    ...(isInTime ? [] : [`${name}: not settled in time`]),
    ...remarks.map((remark) => `${name}: ${remark}`),
    ...journal.stats
      .filter((own) => own.captured !== own.delivered + own.pending + own.dropped)
      .map((own) => `${name}: the SDK's own books do not add up: ${JSON.stringify(own)}`),
  ]
}

function isAsExpected(expected: Step['expected'], books: Books): boolean {
  const { captured, delivered, pending, reasons } = books
  if (typeof expected === 'object') {
    const { dropped, count = captured } = expected
    return reasons[dropped] === count && delivered === captured - count
  }
  if (expected !== 'some of both') return books[expected] === captured
  return delivered > 0 && pending > 0 && delivered + pending === captured
}

function mistakenDuplicates({ duplicates = 'none' }: Schedule, last?: Played): string[] {
  const count = last?.books.duplicates ?? 0
  const isRight = { none: count === 0, some: count > 0, maybe: true }[duplicates]
  return isRight ? [] : [`${last?.name}: ${count} duplicates, but there should be ${duplicates}`]
}

/** Nobody may tell from how a process ends, and what it prints, that there was an SDK. */
function differences({ name, endings }: Played, alone: Ending[]): string[] {
  return endings.flatMap((ending, index) =>
    isDeepStrictEqual(ending, alone[index])
      ? []
      : [`${name}: ended with ${JSON.stringify(ending)}, alone ${JSON.stringify(alone[index])}`],
  )
}
