/** What the two threads share: the busy one's beats, whether it is looked at, and whether its process ends. */
export const BEATS = 0
export const CONNECTED = 1
export const LEAVING = 2

/** The watching thread's program; text, so that it needs no file of its own and survives bundling. */
export const PROGRAM: string = `
const { parentPort, workerData: { shared, threshold } } = require('node:worker_threads')
const EVERY = threshold / 10

let seen = 0
let since = performance.now()
let polled = since
let block

setInterval(() => {
  const now = performance.now()
  // The whole machine stood still, or this thread did; that says nothing of the other.
  if (!block && now - polled > 5 * EVERY + 100) since = now
  polled = now
  const beat = Atomics.load(shared, ${BEATS})
  if (beat !== seen) {
    if (block) parentPort.postMessage({ ms: Math.round(now - since), stack: block.stack })
    block = undefined
    seen = beat
    since = now
  } else if (!block && now - since >= threshold) {
    block = { stack: '' }
    readStack(block, beat)
  }
}, EVERY)

function readStack(block, beat) {
  const { Session, url } = require('node:inspector')
  // Somebody is debugging, and has stopped it.
  if (url() || Atomics.load(shared, ${LEAVING})) return
  const session = new Session()
  const files = new Map()
  const isBusy = () => Atomics.load(shared, ${BEATS}) === beat
  const end = () => {
    clearInterval(leaving)
    session.disconnect()
    Atomics.store(shared, ${CONNECTED}, 0)
    Atomics.notify(shared, ${CONNECTED})
  }
  // A process that ends meanwhile would say that it waits for a debugger.
  const leaving = setInterval(() => Atomics.load(shared, ${LEAVING}) && end(), 5)
  session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url))
  session.on('Debugger.paused', ({ params }) => {
    session.post('Debugger.resume', () => session.post('Debugger.disable', end))
    if (isBusy()) block.stack = params.callFrames.map((frame) => toLine(frame, files)).join('\\n')
  })
  Atomics.store(shared, ${CONNECTED}, 1)
  session.connectToMainThread()
  // It may have come to an end while it was asked.
  session.post('Debugger.enable', () => isBusy() ? session.post('Debugger.pause') : end())
}

function toLine({ functionName, location }, files) {
  const { scriptId, lineNumber, columnNumber } = location
  const place = files.get(scriptId) + ':' + (lineNumber + 1) + ':' + (columnNumber + 1)
  return '    at ' + (functionName ? functionName + ' (' + place + ')' : place)
}
`
