/** The SDK in a worker, whose name is the DSN; without one the page captures for it. */
import * as Mayday from '@mayday/browser'

const worker = globalThis as unknown as {
  name: string
  onmessage: (event: MessageEvent<string>) => void
}

if (worker.name) Mayday.init({ dsn: worker.name })
else Mayday.registerWebWorker({ self: worker as never })

worker.onmessage = function onMessage({ data }) {
  if (data === 'reject') void Promise.reject(new TypeError('rejected in a worker'))
  else throw new RangeError('thrown in a worker', { cause: new TypeError('its cause') })
}
