import { Worker } from 'node:worker_threads'
import { type Client, debug, safely, serializeEnvelope } from '@mayday/core'
import { targetOf } from './http.js'
import type { Target } from './post.js'

/**
 * Sends what is unsent when the process ends, however it ends: by itself, by `process.exit()`, by a crash. The exit
 * code, the order of other listeners and what is printed stay as they are; the end comes at most
 * `shutdownTimeout` ms later. Returns what ends this.
 */
export function sendAtExit(client: Client): () => void {
  const listener = (): void => {
    const target = targetOf(client.getTransport())
    const bodies = client.pendingEnvelopes().map((envelope) => serializeEnvelope(envelope))
    if (!target || bodies.length === 0) return
    safely('sending at exit', () => sendNow(target, bodies, client.getOptions().shutdownTimeout))
  }
  process.on('exit', listener)
  return () => void process.off('exit', listener)
}

/** Blocks until all bodies are sent or `timeout` ms have passed: no callback of this thread will run any more. */
function sendNow(target: Target, bodies: (string | Uint8Array)[], timeout: number): void {
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(SENDER, {
    eval: true,
    workerData: { ...target, bodies, signal },
    // None of the program's own hooks and flags belongs into this thread.
    execArgv: [],
    env: process.env,
    stdout: true,
    stderr: true,
  })
  worker.unref()
  const outcome = Atomics.wait(signal, 0, 0, timeout)
  debug(outcome === 'timed-out' ? 'Not all events were sent before the end' : 'Sent before the end')
}

/** The thread's program; text, so that it needs no file of its own and survives bundling. */
const SENDER = `
const { workerData: { url, headers, bodies, signal } } = require('node:worker_threads')
const { request } = require(url.startsWith('https:') ? 'node:https' : 'node:http')
let left = bodies.length
function done() {
  if (--left > 0) return
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
}
for (const body of bodies) {
  const bytes = Buffer.from(body)
  let settled = false
  const settle = () => { if (!settled) { settled = true; done() } }
  const post = request(url, { method: 'POST', headers: { ...headers, 'Content-Length': bytes.length } }, (response) => {
    response.resume()
    response.on('close', settle)
  })
  post.on('error', settle)
  post.end(bytes)
}
`
