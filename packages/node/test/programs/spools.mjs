// Captures messages, and then ends in the way that its first argument names.
import { writeSync } from 'node:fs'
import { isMainThread, Worker } from 'node:worker_threads'

const { MAYDAY, OPTIONS = '{}' } = process.env
const { captureMessage, flush, init } = await import(MAYDAY)
const [way, count, label] = process.argv.slice(2)

// What is private is so whatever the program thinks of it.
if (isMainThread) process.umask(0)

const listenersBefore = process.listenerCount('exit')
const client = init({ floodControl: false, defaultIntegrations: false, ...JSON.parse(OPTIONS) })
for (let index = 1; index <= Number(count); index++) captureMessage(`${label} ${index}`)

const ways = {
  'is killed at once': kill,
  'is killed after a binary attachment': () => {
    const data = Uint8Array.from({ length: 256 }, (_, index) => index)
    const attachments = [
      { filename: 'a.bin', data },
      { filename: 'a.txt', data: 'line\nfeed' },
    ]
    client.captureMessage('with files', 'info', { attachments })
    kill()
  },
  'is killed after half of it was delivered': async () => {
    while (client.stats().delivered < Number(count) / 2) await pause()
    kill()
  },
  'is killed after all of it was delivered': async () => {
    await flush(5000)
    captureMessage('one more')
    await flush(5000)
    kill()
  },
  'is killed with a worker': async () => {
    const args = ['only captures', count, 'of the worker']
    const worker = new Worker(new URL(import.meta.url), { argv: args })
    await new Promise((resolve) => worker.on('message', resolve))
    kill()
  },
  'only captures': async () => {
    const { parentPort } = await import('node:worker_threads')
    parentPort?.postMessage(client.stats())
  },
  'ends by itself': () => {},
  'exits at once': () => process.exit(7),
  'crashes at once': () => {
    throw new Error('nobody catches this')
  },
  'fails after delivery': async () => {
    await flush(5000)
    process.exitCode = 3
  },
  'exits after delivery': async () => {
    await flush(5000)
    process.exit(7)
  },
  'crashes after delivery': async () => {
    await flush(5000)
    setTimeout(() => {
      throw new Error('nobody catches this')
    })
    await new Promise(() => {})
  },
  'closes and goes on': async () => {
    await client.close(5000)
    await pause()
    print({ listeners: process.listenerCount('exit') - listenersBefore })
    kill()
  },
  'is delivered by other means at exit': () => {
    process.on('exit', () => {
      for (const envelope of client.pendingEnvelopes()) {
        client.answered(envelope, { statusCode: 200 })
      }
    })
    process.exit(0)
  },
  flushes: async () => {
    await flush(5000)
    print(client.stats())
  },
}

function kill() {
  process.kill(process.pid, 'SIGKILL')
  // It takes a moment, in which nothing is to happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, 10))
}

function print(value) {
  writeSync(1, `${JSON.stringify(value)}\n`)
}

await ways[way]()
