/** Plays a schedule with real processes, and keeps the books. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Books, cellsOf, HEADINGS, keepBooks, markdownTable } from './books.js'
import { type Journal, readJournal, titlesInSpool } from './journal.js'
import { type Ending, type Running, startProgram } from './process.js'
import { createReceiver, type Receiver, type ReceiverSettings } from './receiver.js'
import type { Program, Schedule, Step } from './schedules.js'

/** What the programs run with. */
export interface Sdk {
  name: string
  /** Of the module. */
  url: string
  /** What is different for this one. */
  settings?: Partial<Settings>
}

export interface Settings {
  /** Events that each program captures unless its schedule says something else. */
  events: number
  /** Ms after which a service is told to end although not all is settled. */
  limit: number
  /** Ms that one attempt may take where silence is the point; the default of the SDK if it is not given. */
  timeout?: number
  onAccepted?: ReceiverSettings['onAccepted']
  /** Told of each that is over, by name; they can take long. */
  onPlayed?: (name: string) => void
}

/** One line of the table. */
export interface Played {
  name: string
  books: Books
  endings: Ending[]
  journal: Journal
  /** All was settled while the programs ran, or they ended by themselves. */
  isInTime: boolean
}

/** So long may a process take to end once nothing is left for it to do; in ms. */
const PATIENCE = 20_000
/** So long may it take to read an answer. */
const HEARING = 5_000

interface Stage {
  folder: string
  receiver: Receiver
  dsn: string
  sdk: Sdk
  settings: Settings
}

/** Gives the books after each step. */
export async function play(schedule: Schedule, sdk: Sdk, settings: Settings): Promise<Played[]> {
  const { script, isSecure, host } = schedule
  const { onAccepted } = settings
  const secure = isSecure ? { key: pem('key'), cert: pem('certificate') } : undefined
  const receiver = await createReceiver({ script, secure, onAccepted })
  const dsn = host ? receiver.dsn.replace('127.0.0.1', host) : receiver.dsn
  const folder = mkdtempSync(join(tmpdir(), 'mayday-faults-'))
  const stage: Stage = { folder, receiver, dsn, sdk, settings }
  const played: Played[] = []
  try {
    for (const [index, step] of schedule.steps.entries()) {
      const ended = await playStep(step, index, stage)
      const name = step.what ? `… ${step.what}` : schedule.name
      played.push({ name, ...ended, ...whatIsKnown(stage) })
    }
    return played
  } finally {
    await receiver.stop()
    rmSync(folder, { recursive: true, force: true })
    settings.onPlayed?.(`${schedule.name} (${sdk.name})`)
  }
}

async function playStep(
  step: Step,
  index: number,
  stage: Stage,
): Promise<Pick<Played, 'endings' | 'isInTime'>> {
  const { receiver } = stage
  await receiver.stop()
  if (step.script) receiver.follow(step.script)
  if (step.isUp === true) await receiver.start()
  const names = step.programs.map((_, at) => nameOf(index, at))
  const running = step.programs.map((program, at) => start(program, names[at] as string, stage))
  const ended = Promise.all(running.map((one) => one.ended))
  const over = ended.then(() => true)
  if (typeof step.isUp === 'number') {
    await until(() => readJournal(journalOf(stage)).captured.length > 0, over, stage.settings.limit)
    await pause(step.isUp)
    await receiver.start()
  }
  const isInTime = await until(() => isSettled(stage, names), over, stage.settings.limit)
  // What the receiver has, the sender may not know yet; a machine may have much else to do.
  await until(() => isHeard(stage), over, HEARING)
  for (const one of running) one.tell(PATIENCE)
  return { endings: await ended, isInTime }
}

const journalOf = ({ folder }: Stage): string => join(folder, 'journal')
const spoolOf = ({ folder }: Stage): string => join(folder, 'spool')

/** Short, since it stands in every event. */
function nameOf(step: number, program: number): string {
  return `${'abcd'[step]}${program + 1}`
}

function start(program: Program, name: string, stage: Stage): Running {
  const { dsn, sdk, settings } = stage
  const { options, count = settings.events, timeout = settings.timeout } = program
  const limited = program.isSilenced && timeout ? { transportOptions: { timeout } } : {}
  const all = { floodControl: false, spool: spoolOf(stage), ...limited, ...options }
  const env = { SDK: sdk.url, DSN: dsn, OPTIONS: JSON.stringify(all) }
  return launch({ ...program, count }, name, journalOf(stage), env)
}

function launch(
  { way, count, every, ballast, flags, hasLittleRoom, env: own }: Program,
  name: string,
  journal: string,
  env: Record<string, string>,
): Running {
  const numbers = Object.entries({ COUNT: count, EVERY: every, BALLAST: ballast })
  const given = numbers.flatMap(([key, value]) => (value ? [[key, String(value)]] : []))
  return startProgram('program.mjs', {
    way,
    flags,
    hasLittleRoom,
    env: { ...env, ...own, JOURNAL: journal, NAME: name, COUNT: '0', ...Object.fromEntries(given) },
  })
}

/** How the same program ends where there is no SDK. */
export async function playAlone(program: Program, settings: Settings): Promise<Ending> {
  const folder = mkdtempSync(join(tmpdir(), 'mayday-faults-'))
  const { count = settings.events } = program
  try {
    // The name of the first, since it is printed with what is thrown.
    const running = launch({ ...program, count }, nameOf(0, 0), join(folder, 'journal'), {})
    running.tell(PATIENCE)
    return await running.ended
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function isSettled(stage: Stage, names: string[]): boolean {
  const { captured, drops, ready } = readJournal(journalOf(stage))
  if (!names.every((name) => ready.includes(name))) return false
  const { accepted } = stage.receiver
  return keepBooks({ captured, accepted, drops, kept: [] }).unexplained === 0
}

/** Whether the senders know of everything that the receiver has. */
function isHeard(stage: Stage): boolean {
  const { captured, answered, drops } = readJournal(journalOf(stage))
  const known = new Set([...answered, ...drops.map(({ title }) => title)])
  return captured.every((title) => known.has(title))
}

/** Looks again and again, until it is so or all have ended; false when time was up before that. */
async function until(isSo: () => boolean, over: Promise<boolean>, limit: number): Promise<boolean> {
  const end = Date.now() + limit
  while (Date.now() < end) {
    if (isSo() || (await Promise.race([over, pause(50, false)]))) return true
  }
  return false
}

function whatIsKnown(stage: Stage): { books: Books; journal: Journal } {
  const journal = readJournal(journalOf(stage))
  const { captured, drops } = journal
  const { accepted } = stage.receiver
  const kept = titlesInSpool(spoolOf(stage))
  return { journal, books: keepBooks({ captured, accepted, drops, kept }) }
}

function pem(name: string): string {
  return readFileSync(new URL(`${name}.pem`, import.meta.url), 'utf8')
}

/** The table of what was played. */
export function tableOf(played: Played[]): string {
  const rows = played.map(({ name, books }) => [name, ...cellsOf(books)])
  return markdownTable(['schedule', ...HEADINGS], rows)
}
