/**
 * Worker threads whose own SDK has told of their crash: the error goes on to the thread that started them, which is not
 * to tell it again. The list is memory that all threads of the process share, so that it is written before the error
 * arrives.
 */
import { getEnvironmentData, isMainThread, setEnvironmentData, threadId } from 'node:worker_threads'

const KEY = 'mayday.crashed-threads'
/** More threads than crash at the same time. */
const SIZE = 256

let users = 0

/** Threads that are started from now on can say so; returns what ends that. */
export function listCrashedThreads(): () => void {
  users++
  if (!list()) setEnvironmentData(KEY, new Int32Array(new SharedArrayBuffer(4 * SIZE)) as never)
  return () => {
    if (--users === 0 && isMainThread) setEnvironmentData(KEY)
  }
}

/** Called in the thread that crashes. */
export function noteCrashOfThread(): void {
  if (!isMainThread) list()?.set([threadId], threadId % SIZE)
}

/** Asked in the thread that started it. */
export function hasToldCrash(id: number): boolean {
  return list()?.[id % SIZE] === id
}

function list(): Int32Array | undefined {
  return getEnvironmentData(KEY) as unknown as Int32Array | undefined
}
