import type { ClientRequest } from 'node:http'
import { startTimer } from '@mayday/core'

/** Who says nothing for so long has not heard either; in ms. */
export const IDLE = 10_000

/** Ends the request when nothing happens for a while, and when it takes longer than `timeout` ms in all. */
export function limit(request: ClientRequest, timeout: number): void {
  const stop = startTimer(() => request.destroy(late(timeout)), timeout)
  request.setTimeout(IDLE, () => request.destroy(late(IDLE)))
  // No request keeps a process alive.
  request.on('socket', (socket) => socket.unref())
  request.on('close', stop)
}

function late(ms: number): Error {
  return Object.assign(new Error(`not in ${ms} ms`), { code: 'ETIMEDOUT' })
}
