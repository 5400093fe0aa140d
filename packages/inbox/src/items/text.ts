import { isDeeperThan } from '../event/depth.js'
import { type Fields, fieldsOf } from '../event/fields.js'

/** The text that the bytes encode; undefined if they are not UTF-8. */
export function textIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const deepest = 500
const known = new WeakMap<Uint8Array, { object: Fields | undefined }>()

/**
 * The JSON object that a payload is; undefined if it is none, or nested beyond all reason. Several rooms ask for the
 * same one.
 */
export function objectOf(payload: Uint8Array): Fields | undefined {
  let found = known.get(payload)
  if (!found) {
    found = { object: parse(payload) }
    known.set(payload, found)
  }
  return found.object
}

function parse(payload: Uint8Array): Fields | undefined {
  try {
    const object = fieldsOf(JSON.parse(textIn(payload) ?? ''))
    return isDeeperThan(object, deepest) ? undefined : object
  } catch {
    return undefined
  }
}
