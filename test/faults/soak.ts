/** Very many captures against a receiver that comes and goes: do the books balance, and does the memory stay flat? */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stats } from '@mayday/core'
import { markdownTable } from './books.js'
import { titlesInSpool } from './journal.js'
import { startProgram } from './process.js'
import { createReceiver, type Receiver } from './receiver.js'

interface Soak {
  name: string
  count: number
  options: object
}

const SOAKS: Soak[] = [
  { name: 'flood control', count: 1_000_000, options: {} },
  { name: 'no flood control', count: 50_000, options: { floodControl: false } },
]
/** Ms for one of them; then it ends with fewer captures. */
const LONGEST = 210_000
/** Ms for which the receiver is there, and is not. */
const [UP, DOWN] = [400, 200]
/** What may be held more at the end than in the middle, in MB: caches that fill, and the noise of measuring. */
const MAX_GROWTH = 4

interface Memory {
  heapUsed: number
  rss: number
}

/** The table, and in words what is wrong. */
export async function soak(sdk: string): Promise<{ table: string; mistakes: string[] }> {
  const runs = []
  for (const one of SOAKS) runs.push(await play(one, sdk))
  const table = markdownTable(
    HEADINGS,
    runs.map(({ cells }) => cells),
  )
  return { table, mistakes: runs.flatMap(({ mistakes }) => mistakes) }
}

async function play({ name, count, options }: Soak, sdk: string) {
  const folder = mkdtempSync(join(tmpdir(), 'mayday-soak-'))
  const [spool, journal] = [join(folder, 'spool'), join(folder, 'journal')]
  const receiver = await createReceiver()
  const program = startProgram('soak.mjs', {
    way: 'by itself',
    flags: ['--expose-gc'],
    env: {
      SDK: sdk,
      DSN: receiver.dsn,
      OPTIONS: JSON.stringify({ spool, ...options }),
      JOURNAL: journal,
      COUNT: String(count),
      LONGEST: String(LONGEST),
    },
  })
  const seen = await flap(receiver, spool, program.ended)
  const { code, stderr, stdout } = await program.ended
  const told = readNotes(journal)
  const result = verdict(name, { ...told, ...seen, pending: titlesInSpool(spool).length }, receiver)
  rmSync(folder, { recursive: true, force: true })
  if (code !== 0 || stderr || stdout) result.mistakes.push(`${name}: ${code} ${stderr}${stdout}`)
  return result
}

/** Until the program has ended. Gives the most bytes that the spool had, and how often the receiver went. */
async function flap(receiver: Receiver, spool: string, ended: Promise<unknown>) {
  let isOver = false
  let outages = 0
  let mostBytes = 0
  void ended.finally(() => {
    isOver = true
  })
  while (!isOver) {
    await receiver.start()
    await pause(UP)
    mostBytes = Math.max(mostBytes, bytesIn(spool))
    await receiver.stop()
    outages++
    await pause(DOWN)
    mostBytes = Math.max(mostBytes, bytesIn(spool))
  }
  return { outages, mostBytes }
}

function bytesIn(folder: string): number {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  } catch {
    // There is none, or a file has just gone.
    return 0
  }
}

function readNotes(journal: string): { captured: number; stats: Stats; memory: Memory[] } {
  const notes = readFileSync(journal, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const last = notes.pop()
  return { ...last, memory: notes }
}

const HEADINGS = [
  'soak',
  'captured',
  'delivered',
  'duplicates',
  'pending',
  'dropped',
  'unexplained',
  'outages',
  'heap MB',
  'resident MB',
  'spool at most, MB',
]

interface Seen {
  captured: number
  stats: Stats
  memory: Memory[]
  pending: number
  outages: number
  mostBytes: number
}

/** Delivered and pending are as seen from outside; what was dropped, only the SDK knows. */
function verdict(name: string, seen: Seen, { accepted }: Receiver) {
  const { captured, stats, memory, pending, outages, mostBytes } = seen
  const delivered = new Set(accepted.map(({ id }) => id)).size
  const unexplained = captured - delivered - pending - stats.dropped
  const [, middle = 0, end = 0] = memory.map(({ heapUsed }) => heapUsed / 1e6)
  const mistakes = [
    ...(unexplained ? [`${name}: ${unexplained} unexplained, ${JSON.stringify(stats)}`] : []),
    ...(stats.captured === captured ? [] : [`${name}: it counted ${stats.captured} captures`]),
    ...(end - middle > MAX_GROWTH ? [`${name}: from ${middle} to ${end} MB`] : []),
  ]
  const reasons = Object.entries(stats.reasons).map(([reason, quantity]) => `${quantity} ${reason}`)
  const cells = [
    captured,
    delivered,
    accepted.length - delivered,
    pending,
    reasons.join(', ') || 0,
    unexplained,
    outages,
    memory.map(({ heapUsed }) => (heapUsed / 1e6).toFixed(1)).join(', '),
    memory.map(({ rss }) => (rss / 1e6).toFixed(0)).join(', '),
    (mostBytes / 1e6).toFixed(1),
  ]
  return { cells: [name, ...cells.map(String)], mistakes }
}
