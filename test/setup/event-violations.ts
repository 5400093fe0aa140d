/** What is wrong with an event. */
import { schemaViolations } from './event-schema.js'
import { feedbackViolations, isObject, shapeViolations } from './event-shape.js'

/**
 * How an event that was sent breaks the promises of the types and, where it is at hand, the published schema; feedback is
 * an event with a part that the schema does not know.
 */
export function violations(sent: unknown, type?: string): string[] {
  if (type === 'feedback') return feedbackViolations(sent)
  return [...shapeViolations(sent), ...schemaViolations(sent).map((wrong) => `schema: ${wrong}`)]
}

/** Where an event holds what JSON cannot say: it would throw, or arrive as `null`. */
export function unsendable(value: unknown, path = 'event'): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => unsendable(one, `${path}[${index}]`))
  }
  if (isObject(value)) {
    // A member without a value is none.
    const given = Object.entries(value).filter(([, one]) => one !== undefined)
    return given.flatMap(([key, one]) => unsendable(one, `${path}.${key}`))
  }
  const isSendable =
    value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
  return isSendable ? [] : [`${path} is ${typeof value} ${String(value)}`]
}
