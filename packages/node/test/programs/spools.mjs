// Captures, prints where it has come to, and ends in the way that its argument names.
import { writeSync } from 'node:fs'

const { MAYDAY, OPTIONS = '{}' } = process.env
const { captureException, captureMessage, flush, init } = await import(MAYDAY)
const [, , way, count = '1', label = 'event'] = process.argv

const client = init({
  floodControl: false,
  defaultIntegrations: false,
  // Whoever starts tries at once.
  ...JSON.parse(OPTIONS),
})
for (let index = 1; index <= Number(count); index++) captureMessage(`${label} ${index}`)

const ways = {
  'is killed at once': () => process.kill(process.pid, 'SIGKILL'),
  'is killed when told': () => new Promise(() => setInterval(() => {}, 1000)),
  'ends by itself': () => {},
  exits: () => process.exit(7),
  'crashes after delivery': async () => {
    await flush(5000)
    setTimeout(() => {
      throw new Error('nobody catches this')
    })
  },
  flushes: () => flush(5000),
  'flushes, then is killed': async () => {
    await flush(5000)
    process.kill(process.pid, 'SIGKILL')
  },
  closes: async () => {
    await client.close(5000)
    print(`listeners ${process.listenerCount('exit')}`)
  },
  'is sent at exit': () => {
    process.on('exit', () => {
      for (const envelope of client.pendingEnvelopes()) {
        client.answered(envelope, { statusCode: 200 })
      }
    })
    process.exit(0)
  },
  'captures a crash': () => captureException(new Error('crash')),
}

function print(line) {
  // At once: the process may be killed.
  writeSync(1, `${line}\n`)
}

print('ready')
await ways[way]()
if (way === 'flushes') print(JSON.stringify(client.stats()))
