/** A length of time that transactions are counted in, and how long these counts are kept. */
export interface Step {
  seconds: number
  keptHours: number
  /** The longest window that is shown in it: 120 steps. */
  shownHours: number
}

const shownSteps = 120

/** From minutes to days. */
export const steps: readonly Step[] = [60, 900, 3600, 86_400].map((seconds) => {
  const shownHours = (seconds * shownSteps) / 3600
  return { seconds, shownHours, keptHours: shownHours + Math.max(2, seconds / 1800) }
})

export const mostHours: number = Math.max(...steps.map(({ shownHours }) => shownHours))

/** The finest step in which a window has at most 120 of them. */
export function stepFor(hours: number): number {
  const found = steps.find(({ shownHours }) => hours <= shownHours) ?? steps.at(-1)
  return found?.seconds ?? 86_400
}

/** The beginning of the step that a time lies in; milliseconds both. */
export function stepStart(time: number, seconds: number): number {
  return Math.floor(time / (seconds * 1000)) * seconds * 1000
}

/** The beginnings of the steps of a window that ends now, oldest first; milliseconds. */
export function stepsOfWindow(hours: number, now: number): number[] {
  const seconds = stepFor(hours)
  const count = Math.max(Math.ceil((hours * 3600) / seconds), 1)
  const last = stepStart(now, seconds)
  return Array.from({ length: count }, (_, index) => last - (count - 1 - index) * seconds * 1000)
}
