import { placeOf } from '../event/synthetic.js'

let wanted = 0

/** Has requests remember where they were made, and returns what ends that. Finding it out costs, so nobody else pays. */
export function rememberCallSites(): () => void {
  wanted++
  return () => {
    wanted--
  }
}

/** Where `entry`, the function that the program calls, was called; nothing while nobody wants to know. */
export function callSite(entry: unknown): Error | undefined {
  return wanted ? (placeOf(undefined, entry as () => unknown) ?? undefined) : undefined
}
