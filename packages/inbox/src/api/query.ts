import { Refusal } from '../server/refusal.js'

/** A text of the query; undefined when it is absent or empty. */
export function textParam(query: URLSearchParams, name: string): string | undefined {
  return query.get(name) || undefined
}

/** One of a few words; refuses any other. */
export function wordParam<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = textParam(query, name)
  if (value === undefined) return undefined
  const word = words.find((candidate) => candidate === value)
  if (word === undefined) {
    throw new Refusal(400, `${name} is one of ${words.join(', ')}, not "${value.slice(0, 100)}".`)
  }
  return word
}

/** A whole number from 0 to `most`; refuses anything else. */
export function countParam(
  query: URLSearchParams,
  name: string,
  fallback: number,
  most: number,
): number {
  const value = textParam(query, name)
  if (value === undefined) return fallback
  const count = Number(value)
  if (!Number.isInteger(count) || count < 0 || count > most) {
    throw new Refusal(400, `${name} is a number from 0 to ${most}, not "${value.slice(0, 100)}".`)
  }
  return count
}
