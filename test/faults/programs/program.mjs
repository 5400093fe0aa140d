// Captures COUNT errors and ends in the way that its argument names. With the SDK that the environment names, or none.
// What it does is written to JOURNAL before it is done, so that it is known however this ends.
import { openSync, writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const {
  SDK,
  DSN,
  OPTIONS = '{}',
  JOURNAL,
  NAME = 'one',
  COUNT = '20',
  EVERY,
  BALLAST,
} = process.env
// Something is imported in both cases, since that shows in stacks.
const imported = await import(SDK ?? 'node:path')
const sdk = SDK ? imported : undefined
const journal = openSync(JOURNAL, 'a')
const count = Number(COUNT)
let captured = 0
let answered = 0

const ways = {
  'when told': async () => {
    process.stdin.resume()
    await captureAll()
  },
  'by itself': () => captureAll(),
  'by process.exit': async () => {
    await captureAll()
    process.exit(7)
  },
  'by an uncaught exception': async () => {
    await captureAll(count - 1)
    setTimeout(() => {
      throw nextError()
    })
  },
  'by an unhandled rejection': async () => {
    await captureAll(count - 1)
    void Promise.reject(nextError())
  },
  'by SIGTERM': async () => {
    setInterval(() => {}, 10_000)
    await captureAll()
    process.kill(process.pid, 'SIGTERM')
  },
  'by SIGTERM, which it handles': async () => {
    setInterval(() => {}, 10_000)
    process.on('SIGTERM', () => {
      console.log('handled')
      process.exit(0)
    })
    await captureAll()
    process.kill(process.pid, 'SIGTERM')
  },
  'by SIGKILL': async () => {
    await captureAll()
    process.kill(process.pid, 'SIGKILL')
  },
  'by SIGKILL after ten answers': async () => {
    await captureAll()
    while (sdk && answered < 10) await pause(10)
    // What is done about the tenth comes after it was told of.
    await pause(50)
    process.kill(process.pid, 'SIGKILL')
  },
}

/** Captures up to so many in all; EVERY so many ms, or all of them at once. */
async function captureAll(upTo = count) {
  while (captured < upTo) {
    const error = nextError()
    sdk?.captureException(error, BALLAST ? { extra: { rows: ballast() } } : undefined)
    if (EVERY) await pause(Number(EVERY))
  }
  note({ ready: NAME })
}

/** It counts as captured from here on. */
function nextError() {
  const title = `${NAME} ${++captured}`
  note({ captured: title })
  return new RangeError(title)
}

function ballast() {
  return Array.from({ length: Number(BALLAST) / 50 }, (_, index) =>
    `row ${index} of too many, `.padEnd(47, 'x'),
  )
}

function note(entry) {
  writeSync(journal, `${JSON.stringify(entry)}\n`)
}

/** Drops are told of in the way that the SDK has for it. */
function noteDrops() {
  const prototype = sdk.NodeClient?.prototype
  const record = prototype?.recordDroppedEvent
  if (!record) return { onDrop: noteDrop }
  prototype.recordDroppedEvent = function (reason, category, quantity) {
    noteDrop(reason, { category, quantity })
    return record.call(this, reason, category, quantity)
  }
  return {}
}

function noteDrop(reason, { category, quantity = 1, payload }) {
  if (category !== 'error') return
  note({ dropped: reason, quantity, title: payload && titleOf(payload) })
}

function titleOf({ message, exception }) {
  return exception?.values?.at(-1)?.value ?? message
}

if (sdk) {
  sdk.init({ dsn: DSN, ...noteDrops(), ...JSON.parse(OPTIONS) })
  sdk.getClient().on('afterSendEvent', (event) => {
    answered++
    note({ answered: titleOf(event) })
  })
  process.on('exit', () => {
    const stats = sdk.getClient()?.stats?.()
    if (stats) note({ stats })
  })
}
await ways[process.argv[2]]()
