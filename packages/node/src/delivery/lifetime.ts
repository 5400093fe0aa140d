import type { Client } from '@mayday/core'
import { sendAtExit } from './exit/exit.js'

/** Sends what is unsent when the process ends, and keeps it from ending while somebody waits for that. */
export function outliveProcess(client: Client): void {
  if (!client.isEnabled()) return
  client.on('close', keepUntilFlushed(client.flush, sendAtExit(client)))
  stayAliveMeanwhile(client)
}

/** What is queued when a client closes may still have to be sent at the end of the process. */
function keepUntilFlushed(flush: Client['flush'], stop: () => void): () => void {
  return () => void flush().then(stop)
}

/** Keeps the process alive while somebody waits: else it would end right there, with what comes after the `await` undone. */
function stayAliveMeanwhile(client: Client): void {
  const alive =
    (wait: Client['flush']): Client['flush'] =>
    (timeout) => {
      const timer = setInterval(() => {}, 60_000)
      return wait(timeout).finally(() => clearInterval(timer))
    }
  client.flush = alive(client.flush)
  client.close = alive(client.close)
}
