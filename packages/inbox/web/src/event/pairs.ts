import { fieldsOf, textOf } from '../../../src/event/fields.js'

/** Maps and lists of pairs: SDKs send either. */
export function pairsOf(value: unknown): [string, string][] {
  const pairs: unknown[] = Array.isArray(value) ? value : Object.entries(fieldsOf(value) ?? {})
  return pairs.flatMap((pair): [string, string][] => {
    const [name, content] = Array.isArray(pair) ? pair : []
    const [key, text] = [textOf(name), textOf(content) ?? (content === '' ? '' : undefined)]
    return key === undefined || text === undefined ? [] : [[key, text.replace(/[\r\n]+/g, ' ')]]
  })
}
