/** Holds what is captured until the half of the SDK that takes it on its way has been loaded. */
import type { Client, Platform } from './client.js'
import type { Dispatch, MakeDispatch } from './dispatch.js'
import { debug } from './support/debug.js'
import { startTimer } from './support/time.js'

export interface Hold {
  /** What is at hand, if it is. */
  dispatch(): Dispatch | undefined
  /** Makes use of what the platform has at hand, or has it loaded when there is time. */
  begin(): void
  /** Runs `task` at once, or in its turn as soon as everything is at hand. */
  pass(task: (dispatch: Dispatch) => void): void
  /** Loads what is missing, and waits for it; never rejects. */
  ready(): Promise<Dispatch | undefined>
  /** Tasks that are held. */
  size(): number
  /** True when it turned out that nothing can be sent. */
  isInVain(): boolean
}

/** So many tasks are held; each may hold on to an error and to what the scopes held then. */
const MAX_HELD = 1000
/** After a failure loading is tried again, each time after twice as long; in ms. */
const FIRST_PAUSE = 5000
const MAX_PAUSE = 300_000

/** @param isPossible whether there is anywhere to send to, and anything wanted */
export function createHold(platform: Platform, getClient: () => Client, isPossible: boolean): Hold {
  const held: ((dispatch: Dispatch) => void)[] = []
  let missed = 0
  let pause = FIRST_PAUSE
  let isInVain = !isPossible
  let dispatch: Dispatch | undefined
  let loading: Promise<void> | undefined

  function open(makeDispatch: MakeDispatch): void {
    dispatch = makeDispatch(getClient(), platform)
    isInVain = !dispatch
    const tasks = held.splice(0)
    if (!dispatch) return
    if (missed) dispatch.missed(missed)
    missed = 0
    for (const task of tasks) task(dispatch)
  }

  async function load(): Promise<void> {
    try {
      open(await (platform.loadDispatch as () => Promise<MakeDispatch>)())
    } catch (error) {
      debug('Not loaded yet:', error)
      startTimer(() => {
        loading = undefined
        void hold.ready()
      }, pause)
      pause = Math.min(pause * 2, MAX_PAUSE)
    }
  }

  const hold: Hold = {
    dispatch: () => dispatch,
    begin() {
      if (!isPossible) return
      if (platform.dispatch) open(platform.dispatch)
      else if (platform.whenIdle) {
        getClient().on(
          'close',
          platform.whenIdle(() => void hold.ready()),
        )
      }
    },
    pass(task) {
      if (dispatch) task(dispatch)
      else if (!isInVain) {
        if (held.length < MAX_HELD) held.push(task)
        else missed++
        void hold.ready()
      }
    },
    async ready() {
      if (!dispatch && !isInVain) {
        loading ??= load()
        await loading
      }
      return dispatch
    },
    size: () => held.length + missed,
    isInVain: () => isInVain,
  }
  return hold
}
