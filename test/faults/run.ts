/** Plays many schedules, several at once: they wait more than they work. */
import { addBooks, cellsOf, HEADINGS, markdownTable } from './books.js'
import { type Played, play, playAlone, type Sdk, type Settings } from './play.js'
import type { Ending } from './process.js'
import type { Program, Schedule } from './schedules.js'
import { mistakes } from './verdict.js'

const AT_ONCE = 5

export interface Outcome {
  schedule: Schedule
  played: Played[]
  /** In words; of an SDK that promises nothing they are not asked for. */
  mistakes: string[]
}

/** Plays one, and says what was wrong with it. `alone` remembers how programs end without an SDK. */
export async function judge(
  schedule: Schedule,
  sdk: Sdk,
  settings: Settings,
  alone: Map<string, Promise<Ending>>,
): Promise<Outcome> {
  const played = await play(schedule, sdk, settings)
  const endings = schedule.steps.map(({ programs }) =>
    Promise.all(programs.map((program) => endingAlone(program, settings, alone))),
  )
  return { schedule, played, mistakes: mistakes(schedule, played, await Promise.all(endings)) }
}

/** Those that end in the same way print the same. */
function endingAlone(
  program: Program,
  settings: Settings,
  known: Map<string, Promise<Ending>>,
): Promise<Ending> {
  const { way, hasLittleRoom, env, flags } = program
  const key = JSON.stringify([way, hasLittleRoom, env, flags])
  const ending = known.get(key) ?? playAlone(program, settings)
  known.set(key, ending)
  return ending
}

/** Does the work for each of them, so many at once, and gives the results in their order. */
export async function atOnce<T, R>(
  count: number,
  all: T[],
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const waiting = all.entries()
  const workers = Array.from({ length: count }, async () => {
    for (const [index, one] of waiting) results[index] = await work(one)
  })
  await Promise.all(workers)
  return results
}

/** Plays every schedule of every round, and adds up the books of those of the same name. */
export async function playRounds(
  rounds: Schedule[][],
  sdk: Sdk,
  settings: Settings,
): Promise<{ played: Played[]; mistakes: string[] }> {
  const alone = new Map<string, Promise<Ending>>()
  const outcomes = await atOnce(AT_ONCE, rounds.flat(), (schedule) =>
    judge(schedule, sdk, settings, alone),
  )
  const count = rounds[0]?.length ?? 0
  const played = outcomes.slice(0, count).flatMap((outcome, index) => {
    const same = outcomes.filter((_, at) => at % count === index)
    return outcome.played.map((step, at) => ({
      ...step,
      books: same.map((one) => (one.played[at] as Played).books).reduce(addBooks),
    }))
  })
  return { played, mistakes: outcomes.flatMap((outcome) => outcome.mistakes) }
}

/** The table of what becomes of the events of each SDK, one below the other. */
export async function compare(all: Schedule[], sdks: Sdk[], settings: Settings): Promise<string> {
  const pairs = await atOnce(AT_ONCE, all, async (schedule) => {
    const each = sdks.map((sdk) => play(schedule, sdk, { ...settings, ...sdk.settings }))
    return Promise.all(each)
  })
  const rows = pairs.flatMap(([first = [], ...others]) =>
    first.flatMap((step, at) => {
      const steps = [step, ...others.map((one) => one[at] as Played)]
      return steps.map(({ name, books }, which) => [
        which ? '' : name,
        sdks[which]?.name ?? '',
        ...cellsOf(books),
      ])
    }),
  )
  const table = markdownTable(['schedule', 'SDK', ...HEADINGS], rows, 2)
  return [
    table,
    '',
    ...pairs.flat().flatMap((played, at) => whoIsStuck(played, sdks[at % sdks.length])),
  ].join('\n')
}

/** Who had to be killed though it was time to end. */
function whoIsStuck(played: Played[], sdk: Sdk | undefined): string[] {
  const stuck = played.filter(({ endings }) => endings.some(({ isStuck }) => isStuck))
  return stuck.map(
    ({ name }) => `${name}: with ${sdk?.name} the process had not ended 20 s after it was to`,
  )
}
