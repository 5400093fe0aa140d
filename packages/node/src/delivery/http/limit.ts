import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import { startTimer } from '@mayday/core'

/** Who says nothing for so long has not heard either; in ms. */
export const IDLE = 10_000
/** Connecting seldom takes so long; in ms. */
const CONNECT = 1000

/** Ends the request when nothing happens for a while, and when it takes longer than `timeout` ms in all. */
export function limit(request: ClientRequest, timeout: number): void {
  const stop = startTimer(() => request.destroy(late(timeout)), timeout)
  request.setTimeout(IDLE, () => request.destroy(late(IDLE)))
  // No request keeps a process alive.
  request.on('socket', (socket) => {
    socket.unref()
    if (socket.connecting) giveWay(request, socket)
  })
  request.on('close', stop)
}

function late(ms: number): Error {
  return Object.assign(new Error(`not in ${ms} ms`), { code: 'ETIMEDOUT' })
}

/**
 * Connecting does keep a process alive, for minutes where nothing comes back, and `unref()` changes nothing about it: it
 * is given up when nothing else does. What is unsent is sent at exit then.
 */
function giveWay(request: ClientRequest, socket: Socket): void {
  const timer = setInterval(() => {
    if (isAlone()) request.destroy(new Error('the process is at its end'))
  }, CONNECT)
  timer.unref()
  const stop = (): void => clearInterval(timer)
  socket.once('connect', stop)
  socket.once('close', stop)
}

/** Pipes and terminals are mostly those of stdout. A process with a channel to its parent waits for that. */
function isAlone(): boolean {
  const others = /^(?!(TCP)?ConnectWrap$|TTYWrap$|PipeWrap$)/
  return !process.connected && !process.getActiveResourcesInfo().some((name) => others.test(name))
}
