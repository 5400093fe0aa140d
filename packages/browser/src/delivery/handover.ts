/**
 * What a page leaves when it goes: no database opens any more then, so it is written where writing takes no time, and
 * the next page carries it over into the database.
 */
import { type KeptEnvelope, safely } from '@mayday/core'

/** An envelope that a page keeps; where there was no room for it, only that there was one. */
export interface Leftover extends Omit<KeptEnvelope, 'envelope'> {
  envelope?: KeptEnvelope['envelope'] | undefined
  dsn: string
  /** The page. */
  owner: string
  /** When it is anybody's unless the owner says something before, in ms since 1970. */
  until: number
}

/** Where it is left. */
export function placeOf({ dsn, owner, id }: Pick<Leftover, 'dsn' | 'owner' | 'id'>): string {
  return `mayday ${dsn} ${owner} ${id}`
}

/** Where something is left for that receiver; nowhere in workers, and in pages that may keep nothing. */
export function placesOf(dsn: string): string[] {
  const isOne = (place: string): boolean => place.startsWith(`mayday ${dsn} `)
  return safely('places', () => Object.keys(localStorage).filter(isOne)) ?? []
}

/** Without its content where there is no room for it; false where there is no place at all. */
export function leave(leftover: Leftover): boolean {
  const write = (what: Leftover): boolean | undefined =>
    safely('leaving', () => {
      localStorage.setItem(placeOf(leftover), JSON.stringify(what, toNumbers))
      return true
    })
  return !!(write(leftover) ?? write({ ...leftover, envelope: undefined }))
}

/** Takes it away from there, so that nobody else finds it. */
export function takeLeft(place: string): Leftover | undefined {
  return safely('taking', () => {
    const text = localStorage.getItem(place)
    localStorage.removeItem(place)
    return JSON.parse(text as string, toBytes) ?? undefined
  })
}

function toNumbers(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? { $bytes: [...(value as Uint8Array)] } : value
}

function toBytes(_key: string, value: { $bytes?: number[] } | null): unknown {
  return value?.$bytes ? Uint8Array.from(value.$bytes) : value
}
