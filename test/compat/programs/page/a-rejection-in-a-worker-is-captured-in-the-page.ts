import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  const worker = new EventTarget() as unknown as Worker
  const self = new EventTarget()
  const post = (data: unknown) => worker.dispatchEvent(new MessageEvent('message', { data }))
  Sentry.init({ dsn, transport, integrations: [Sentry.webWorkerIntegration({ worker })] })
  const heard: unknown[] = []
  worker.addEventListener('message', ({ data }) => heard.push(data))
  const global = Object.assign(self, { postMessage: post, location: { href: 'https://a.b/w.js' } })
  Sentry.registerWebWorker({ self: global })
  global.postMessage('of the program')
  const reason = new TypeError('in the worker')
  self.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
  await Sentry.flush(1000)
  const { exception, level, contexts } = event()
  const [{ type, value, mechanism } = {}] = exception?.values ?? []
  return { heard, type, value, mechanism, level, worker: contexts?.worker }
}

export const expected = {
  heard: ['of the program'],
  type: 'TypeError',
  value: 'in the worker',
  mechanism: { type: 'auto.browser.web_worker.onunhandledrejection', handled: false },
  level: 'error',
  worker: { filename: 'https://a.b/w.js' },
}
