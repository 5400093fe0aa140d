// Who keeps books on others should be known to add up.
import { expect, it } from 'vitest'
import { cellsOf, keepBooks, markdownTable, type Seen } from './books.js'

const captured = ['one', 'two', 'three']
const accepted = captured.map((title) => ({ id: `id of ${title}`, title }))

function books(seen: Partial<Seen>) {
  return keepBooks({ captured, accepted: [], kept: [], drops: [], ...seen })
}

it('an event that is nowhere is unexplained, and named', () => {
  const [first] = accepted
  expect(books({ accepted: first ? [first] : [], kept: ['three'] })).toMatchObject({
    captured: 3,
    delivered: 1,
    pending: 1,
    dropped: 0,
    unexplained: 1,
    remarks: ['lost: two'],
  })
})

it('an event that came twice is a duplicate, and delivered once', () => {
  expect(books({ accepted: [...accepted, ...accepted.slice(1)] })).toMatchObject({
    delivered: 3,
    duplicates: 2,
    unexplained: 0,
    remarks: [],
  })
})

it('what was delivered is neither pending nor dropped', () => {
  const drops = [{ reason: 'network_error', quantity: 1, title: 'one' }]
  expect(books({ accepted, kept: ['two'], drops })).toMatchObject({
    delivered: 3,
    pending: 0,
    dropped: 0,
  })
})

it('drops without a name explain as many as they are, and no more', () => {
  const drops = [{ reason: 'queue_overflow', quantity: 2 }]
  expect(books({ drops })).toMatchObject({ dropped: 2, unexplained: 1 })
  expect(books({ drops, accepted: accepted.slice(1) })).toMatchObject({
    delivered: 2,
    dropped: 1,
    reasons: { queue_overflow: 1 },
    unexplained: 0,
  })
})

it('an event that nobody captured, and one under two ids, are remarked upon', () => {
  const more = [
    { id: 'a', title: 'one' },
    { id: 'b', title: 'four' },
  ]
  expect(books({ accepted: [...accepted, ...more] }).remarks).toEqual([
    'accepted under two ids: one',
    'accepted, but never captured: four',
  ])
})

it('the table is aligned', () => {
  const drops = [{ reason: 'send_error', quantity: 3 }]
  const table = markdownTable(
    ['schedule', 'a', 'b', 'c', 'd', 'dropped'],
    [['413', ...cellsOf(books({ drops })).slice(0, 5)]],
  )
  expect(table).toBe(
    [
      '| schedule |   a |   b |   c |   d |      dropped |',
      '| -------- | --: | --: | --: | --: | -----------: |',
      '| 413      |   3 |   0 |   0 |   0 | 3 send_error |',
    ].join('\n'),
  )
})
