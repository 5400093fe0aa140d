import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const later = new EventEmitter()
  const server = createServer((request, response) => {
    const name = request.url?.slice(1)
    Sentry.setTag('name', `${name}`)
    setTimeout(() => Sentry.captureMessage(`${name} timer`), 5)
    setImmediate(() => Sentry.captureMessage(`${name} immediate`))
    process.nextTick(() => Sentry.captureMessage(`${name} tick`))
    queueMicrotask(() => Sentry.captureMessage(`${name} microtask`))
    response.on('finish', () => Sentry.captureMessage(`${name} finish`))
    setTimeout(() => later.emit(`done ${name}`), 15)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const done = ['a', 'b'].map(
    (name) => new Promise<void>((resolve) => later.once(`done ${name}`, resolve)),
  )
  await Promise.all(['a', 'b'].map(async (name) => (await fetch(`${at}/${name}`)).text()))
  await Promise.all(done)
  server.closeAllConnections()
  server.close()
}

export const found = ({ events }: Ending) =>
  events.map(({ message, tags, transaction }) => [message, tags?.name, transaction])

const moments = ['finish', 'immediate', 'microtask', 'tick', 'timer']
export const expected = ['a', 'b'].flatMap((name) =>
  moments.map((moment) => [`${name} ${moment}`, name, `GET /${name}`]),
)
