import { type Fields, fieldsOf } from '../event/fields.js'

/** The text that the bytes encode; undefined if they are not UTF-8. */
export function textIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The JSON object that a payload is; undefined if it is none. */
export function objectOf(payload: Uint8Array): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(textIn(payload) ?? ''))
  } catch {
    return undefined
  }
}
