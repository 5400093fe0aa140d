/** Keeps envelopes beyond the end of their page, and hands over what earlier pages have left. */
import {
  byteLength,
  debug,
  type EnvelopeStore,
  type KeptEnvelope,
  rankOf,
  type StoreAccess,
  safely,
  serializeEnvelope,
} from '@mayday/core'
import { answerTo, inDatabase, isDatabaseThere, leaveDatabase } from './database.js'
import { type Leftover, leave, placeOf, placesOf, takeLeft } from './handover.js'

/** So long a page that says nothing any more has what it keeps to itself; in ms. */
const LEASE = 180_000
/** Browsers let hidden pages run once a minute. */
const RENEWAL = 60_000
/** Browsers give a site 5 MiB for what is left at the end, and the site may have other things there. */
const MAX_BYTES = 4 * 2 ** 20

export interface Leftovers extends EnvelopeStore {
  /** The page goes: what it keeps is anybody's, also of a page that may come back, which seldom happens. */
  leave(): void
  /** Resolves once it is known what is still this page's. */
  comeBack(): Promise<void>
  close(): void
}

export function createLeftovers(access: StoreAccess): Leftovers {
  const { dsn } = access
  const owner = Math.random().toString(36)
  const own = new Map<string, KeptEnvelope & { bytes?: number }>()
  /** Ids of what is in the database, unless others have taken it over. */
  const stored = new Set<string>()
  /** Ids of what is to be written or deleted there. */
  const changed = new Set<string>()
  let saving: Promise<void> | undefined
  /** Since the page goes, until it comes back. */
  let isLeaving = false
  /** Ids of what it left. */
  const left = new Set<string>()
  /** All that is stored is ours until then. */
  let leasedUntil = 0
  let isClosed = false
  let willRenew = false
  let nextLook: ReturnType<typeof setTimeout> | undefined

  /**
   * The most important first, then the newest. What there is no room for stays in memory; the next page learns that it
   * was there.
   */
  function leftovers(until: number): Leftover[] {
    let bytes = 0
    const rank = ({ envelope }: KeptEnvelope): number => rankOf(envelope)
    return [...own.values()]
      .sort((one, other) => rank(one) - rank(other) || other.at - one.at)
      .map((one) => {
        const { id, at, envelope } = one
        one.bytes ??= byteLength(serializeEnvelope(envelope))
        const isRoom = bytes + one.bytes <= MAX_BYTES
        if (isRoom) bytes += one.bytes
        return { dsn, id, at, owner, until, envelope: isRoom ? envelope : undefined }
      })
  }

  /** Nothing begins in a page that goes: it would not end, and might keep the page from coming back. */
  function save(): void {
    if (!isLeaving) saving ??= saveAll()
  }

  async function saveAll(): Promise<void> {
    // What is kept or removed together is written together.
    await undefined
    // Others may have taken over what was not renewed in time.
    if (Date.now() > leasedUntil) changeAll()
    try {
      while (changed.size > 0 && !isLeaving) await saveChanged()
    } catch (error) {
      debug('Kept in memory only:', error)
    }
    saving = undefined
    renewLater()
  }

  async function saveChanged(): Promise<void> {
    const ids = new Set([...changed].filter((id) => own.has(id) || stored.has(id)))
    changed.clear()
    if (ids.size === 0) return
    try {
      const until = Date.now() + LEASE
      const { kept, gone } = await inDatabase((records) => write(records, ids, until))
      if ([...own.keys()].every((id) => ids.has(id))) leasedUntil = until
      for (const id of ids) stored.delete(id)
      for (const id of kept) stored.add(id)
      for (const id of gone) giveUp(id)
    } catch (error) {
      for (const id of ids) changed.add(id)
      throw error
    }
  }

  /** Says what is ours there now, and what others have taken over meanwhile. */
  async function write(
    records: IDBObjectStore,
    ids: Set<string>,
    until: number,
  ): Promise<Record<'kept' | 'gone', string[]>> {
    const kept: string[] = []
    const gone: string[] = []
    for (const id of ids) if (!own.has(id)) records.delete([dsn, id])
    for (const one of leftovers(until)) {
      const { id } = one
      if (!ids.has(id)) continue
      if (stored.has(id) && !isOurs(await rowOf(records, id))) gone.push(id)
      // What cannot be cloned must not be in the way of the rest.
      else if (safely('keeping', () => records.put(one))) kept.push(id)
    }
    return { kept, gone }
  }

  /** What is not there any more was settled by another page, or the browser cleared it away before anybody could. */
  function isOurs(row: Leftover | undefined): boolean {
    return row ? row.owner === owner : Date.now() < leasedUntil
  }

  function rowOf(records: IDBObjectStore, id: string): Promise<Leftover | undefined> {
    return answerTo(records.get([dsn, id]))
  }

  function leaveOne(one: Leftover): void {
    if (leave(one)) left.add(one.id)
  }

  function giveUp(id: string): void {
    own.delete(id)
    stored.delete(id)
    access.takenOver(id)
  }

  function changeAll(): void {
    for (const id of own.keys()) changed.add(id)
  }

  function renew(): void {
    changeAll()
    save()
  }

  function renewLater(): void {
    if (own.size === 0 || willRenew) return
    willRenew = true
    setTimeout(() => {
      willRenew = false
      renew()
    }, RENEWAL)
  }

  async function look(): Promise<void> {
    const found: Leftover[] = []
    const collect = (): void => {
      found.push(...placesOf(dsn).flatMap((place) => takeLeft(place) ?? []))
    }
    try {
      if (!(await isDatabaseThere()) && placesOf(dsn).length === 0) return
      const taken = await inDatabase(async (records) => {
        collect()
        for (const one of found) {
          const { owner = one.owner } = (await rowOf(records, one.id)) ?? {}
          // Another tab may have found it too, and learns late that it is not there any more.
          if (owner === one.owner) records.put(one)
        }
        return takeOver(records)
      })
      if (own.size === 0) leasedUntil = Date.now() + LEASE
      for (const { id } of taken) stored.add(id)
      taken.forEach(accept)
    } catch (error) {
      debug('No database:', error)
      collect()
      found.forEach(accept)
    }
    renewLater()
  }

  /** Makes all ours that is nobody's, and looks again when something may become so. */
  async function takeOver(records: IDBObjectStore): Promise<Leftover[]> {
    const range = IDBKeyRange.bound([dsn], [dsn, []])
    const rows: Leftover[] = await answerTo(records.getAll(range))
    const now = Date.now()
    const others = rows.filter(({ id }) => !own.has(id))
    // A lease that ends later than any can was given before the clock was set back.
    const isLeased = ({ until }: Leftover): boolean => until > now && until < now + 2 * LEASE
    const leases = others.filter(isLeased).map(({ until }) => until)
    clearTimeout(nextLook)
    if (leases.length > 0 && !isClosed) nextLook = setTimeout(look, Math.min(...leases) - now)
    const free = others.filter((one) => !isLeased(one))
    for (const one of free) records.put({ ...one, owner, until: now + LEASE })
    return free
  }

  function accept({ id, at, envelope }: Leftover): void {
    const kept = { id, at, envelope: envelope ?? [{}, []] } satisfies KeptEnvelope
    const recover = (): boolean => {
      access.recover(kept)
      return true
    }
    own.set(id, kept)
    if (envelope && safely('leftover', recover)) return
    access.lost(1, envelope ? undefined : 'cache_overflow')
    store.remove(id)
  }

  const store: Leftovers = {
    // What is captured in a page that goes has no second chance to be kept.
    get isWriteAhead() {
      return isLeaving
    },
    keep(kept) {
      if (own.get(kept.id)?.envelope === kept.envelope) return
      own.set(kept.id, kept)
      changed.add(kept.id)
      if (isLeaving) leaveOne({ ...kept, dsn, owner, until: 0 })
      else save()
    },
    remove(id) {
      if (!own.delete(id)) return
      changed.add(id)
      save()
    },
    recover: () => void look(),
    leave() {
      isLeaving = true
      leaveDatabase()
      leasedUntil = 0
      leftovers(0).forEach(leaveOne)
      access.keepAll()
    },
    async comeBack() {
      for (const id of left) {
        // What is not there any more was carried over into the database.
        if (!takeLeft(placeOf({ dsn, owner, id }))) stored.add(id)
      }
      left.clear()
      const wasAway = isLeaving
      isLeaving = false
      renew()
      await saving
      // The pages that were here meanwhile may have left something.
      if (wasAway) await look()
    },
    close() {
      isClosed = true
      clearTimeout(nextLook)
    },
  }
  return store
}
