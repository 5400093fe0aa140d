import { fieldsOf, numberOf } from './fields.js'

/** More than any flood; beyond it somebody is making numbers up. */
const most = 1_000_000_000

/** How often it happened: an SDK that holds a flood back says on the next event how many it stands for. */
export function occurrencesOf(event: unknown): number {
  const contexts = fieldsOf(fieldsOf(event)?.contexts)
  const suppressed = numberOf(fieldsOf(contexts?.mayday)?.suppressed) ?? 0
  return 1 + Math.min(Math.max(Math.trunc(suppressed), 0), most)
}
