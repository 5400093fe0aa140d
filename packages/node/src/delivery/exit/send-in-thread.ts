import { builtIn } from '../../built-in.js'
import { GZIP_FROM } from '../http/transport.js'
import type { Way } from '../http/way.js'

/** What goes one way, the most important first. */
export interface Batch {
  way: Way
  bodies: (string | Uint8Array)[]
  /** Ms that it may take. */
  within: number
}

/**
 * Blocks until everything is answered or `timeout` ms have passed, for when no callback of this thread will run any
 * more. Returns the status of each answer, 0 where there is none. Throws where no thread can be started.
 */
export function sendInThread(batches: Batch[], timeout: number): number[][] {
  const sizes = batches.map(({ bodies }) => bodies.length)
  const count = sizes.reduce((sum, size) => sum + size, 0)
  /** First whether all is done, then the statuses. */
  const shared = new Int32Array(new SharedArrayBuffer(4 * (1 + count)))
  // Flags and modules that the program names there would start the program's own set-up in the thread.
  const { NODE_OPTIONS: _, ...env } = process.env
  const { Worker } = builtIn('node:worker_threads')
  const worker = new Worker(PROGRAM, {
    eval: true,
    workerData: { batches, shared, gzipFrom: GZIP_FROM },
    execArgv: [],
    env,
    stdout: true,
    stderr: true,
  })
  worker.unref()
  Atomics.wait(shared, 0, 0, timeout)
  let at = 1
  return sizes.map((size) => Array.from({ length: size }, () => Atomics.load(shared, at++)))
}

/** The thread's program; text, so that it needs no file of its own and survives bundling. */
const PROGRAM = `
const { workerData: { batches, shared, gzipFrom } } = require('node:worker_threads')
const LANES = 8

let left = batches.length
let at = 1
function done() {
  if (--left > 0) return
  Atomics.store(shared, 0, 1)
  Atomics.notify(shared, 0)
}
for (const { way, bodies, within } of batches) {
  const jobs = bodies.map((body) => ({ body, at: at++ })).values()
  const lanes = (async () => {
    const post = open(way)
    await Promise.all(Array.from({ length: LANES }, () => work(jobs, post)))
  })()
  Promise.race([lanes, new Promise((resolve) => setTimeout(resolve, within))]).then(done, done)
}

// A receiver that is silent, or wants to be left alone, is not asked again.
async function work(jobs, post) {
  for (const { body, at } of jobs) {
    const status = await post(Buffer.from(body))
    Atomics.store(shared, at, status)
    if ([0, 407, 429, 502, 503, 504].includes(status)) return
  }
}

function load({ protocol }) {
  return require(protocol === 'https:' ? 'node:https' : 'node:http')
}

function open({ options, connect, timeout }) {
  const { Agent, request } = load(options)
  const agent = new Agent({ keepAlive: true, ca: options.ca })
  if (connect) connectFirst(agent, connect)
  return (body) => new Promise((resolve) => {
    const isBig = body.length >= gzipFrom
    const bytes = isBig ? require('node:zlib').gzipSync(body) : body
    const headers = { ...options.headers, ...(isBig && { 'Content-Encoding': 'gzip' }), 'Content-Length': bytes.length }
    const posted = request({ ...options, agent, headers }, (response) => {
      // Only proxies answer so, and it says nothing of the envelope.
      const status = response.statusCode === 407 ? 0 : response.statusCode
      response.on('error', () => {})
      response.on('close', () => resolve(status))
      response.resume()
      setTimeout(() => response.destroy(), 1000)
    })
    posted.on('error', () => resolve(0))
    posted.on('timeout', () => posted.destroy())
    setTimeout(() => posted.destroy(), timeout)
    posted.end(bytes)
  })
}

function connectFirst(agent, options) {
  const { createConnection } = agent
  agent.createConnection = (given, callback) => {
    const request = load(options).request(options)
    request.on('error', callback)
    request.on('timeout', () => request.destroy())
    request.on('connect', ({ statusCode }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return callback(null, createConnection.call(agent, { ...given, socket }))
      socket.destroy()
      callback(new Error('refused'))
    })
    request.end()
  }
}
`
