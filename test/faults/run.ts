/** Plays many schedules, several at once: they wait more than they work. */
import { type Played, play, playAlone, type Sdk, type Settings } from './play.js'
import type { Ending } from './process.js'
import type { Program, Schedule } from './schedules.js'
import { mistakes } from './verdict.js'

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
