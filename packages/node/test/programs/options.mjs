// Starts the SDK as its first argument says and then does what its second says; without the SDK where none is named.
import { Worker } from 'node:worker_threads'

const { MAYDAY, DSN } = process.env
const imported = await import(MAYDAY ?? 'node:path')
const mayday = MAYDAY ? imported : undefined

const rejections = (options) => () => ({
  integrations: [mayday.onUnhandledRejectionIntegration(options)],
})
const exceptions = (options) => () => ({
  integrations: [mayday.onUncaughtExceptionIntegration(options)],
})
const logFatal = (...errors) => console.log('fatal', ...errors.map(({ message }) => message))

const starts = {
  'by default': () => ({}),
  'with mode warn': rejections({ mode: 'warn' }),
  'with mode strict': rejections({ mode: 'strict' }),
  'with mode none': rejections({ mode: 'none' }),
  'ignoring names': rejections({ ignore: [{ name: 'RangeError' }] }),
  'ignoring parts of names': rejections({ ignore: [{ name: 'Range' }] }),
  'ignoring messages': rejections({ ignore: [{ name: /^Range/, message: 'nobody' }] }),
  'ignoring names in mode warn': rejections({ mode: 'warn', ignore: [{ name: 'RangeError' }] }),
  'with onFatalError': exceptions({ onFatalError: logFatal }),
  'with onFatalError of init': () => ({ onFatalError: logFatal }),
  'to exit in any case': exceptions({ exitEvenIfOtherHandlersAreRegistered: true }),
  'not capturing worker errors': () => ({
    integrations: [mayday.childProcessIntegration({ captureWorkerErrors: false })],
  }),
}

const reject = (reason) => void Promise.reject(reason)
const fail = (message) => {
  throw new RangeError(message)
}

/** A thread that ends by `code`, with the SDK where `sdk` says so. */
function thread(code, sdk = false) {
  const start = sdk
    ? `const mayday = await import(${JSON.stringify(MAYDAY)})
       mayday.init({ dsn: ${JSON.stringify(DSN)} })
       mayday.setTag('of', 'the thread')`
    : ''
  // With a name of its own, so that the stack tells where it was thrown.
  const program = `${start}\n${code}\n//# sourceURL=file:///srv/thread.mjs`
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`))
}
const CRASH = `function work() { throw new RangeError('in a thread') }\nsetTimeout(() => work())`
const PRIMITIVE = `setTimeout(() => { throw 'a text in a thread' })`
const listening = (worker) =>
  worker.on('error', (error) => console.log('heard', error.message ?? error))

const ways = {
  'a rejection': () => {
    reject(new RangeError('nobody handles this'))
    setTimeout(() => console.log('went on'), 20)
  },
  'a rejection with a text': () => reject('just a text'),
  'an aborted request': () => reject(new DOMException('given up', 'AbortError')),
  'an error': () => setTimeout(() => fail('nobody catches this')),
  'two errors': () => {
    setTimeout(() => fail('the first'))
    setTimeout(() => fail('the second'), 20)
    setTimeout(() => console.log('never'), 10_000)
  },
  'an error that its own listener takes': () => {
    process.on('uncaughtException', ({ message }) => console.log('taken', message))
    setTimeout(() => fail('nobody catches this'))
    setTimeout(() => console.log('went on'), 2000)
  },
  'an error in its own listener': () => {
    process.on('uncaughtException', () => fail('in the listener'))
    setTimeout(() => fail('nobody catches this'))
  },
  'a text that a wrapped handler rejects with': () => {
    const handle = async () => {
      await undefined
      throw 'just a text'
    }
    const wrapped = mayday?.wrapHandler(handle) ?? handle
    void (async () => wrapped({ headers: {}, socket: {} }))()
  },
  'a thread that fails and is heard': () => listening(thread(CRASH)),
  'a thread that fails and is not heard': () => thread(CRASH),
  'a thread with the SDK that fails and is heard': () => listening(thread(CRASH, !!mayday)),
  'a thread with the SDK that fails and is not heard': () => thread(CRASH, !!mayday),
  'a thread that throws a text and is not heard': () => thread(PRIMITIVE),
  'a thread with the SDK that throws a text and is not heard': () => thread(PRIMITIVE, !!mayday),
  'a thread that captures': () =>
    thread(mayday ? `mayday.captureException(new RangeError('captured in a thread'))` : '', true),
  'a thread that ends with a code': () =>
    thread('process.exit(3)').on('exit', (code) => {
      console.log('ended', code)
      mayday?.captureMessage('then')
    }),
  'a thread that fails, and then a message': () =>
    listening(thread(CRASH)).on('exit', () => mayday?.captureMessage('then')),
  nothing: () => {},
}

const [, , start, way] = process.argv
mayday?.init({ dsn: DSN, floodControl: false, ...starts[start]() })
ways[way]()
