import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.setTag('process', 'shop')
  const server = createServer(async (request, response) => {
    const name = request.url?.slice(1) ?? ''
    Sentry.setTag('name', name)
    Sentry.setUser({ id: name })
    Sentry.addBreadcrumb({ message: `${name} came` })
    await new Promise((resolve) => setTimeout(resolve, 10 - Number(name)))
    Sentry.captureMessage(`for ${name}`)
    response.end(name)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const answers = await Promise.all(
    ['1', '2', '3', '4'].map(async (name) => (await fetch(`${at}/${name}`)).text()),
  )
  server.closeAllConnections()
  server.close()
  Sentry.captureMessage('of the process')
  return answers
}

export const found = ({ events, returned }: Ending) => [
  returned,
  events.map(({ message, tags, user, breadcrumbs }) => [
    message,
    tags,
    user?.id,
    (breadcrumbs ?? []).filter(({ category }) => category !== 'http').map((one) => one.message),
  ]),
]

const request = (name: string) => [`for ${name}`, { process: 'shop', name }, name, [`${name} came`]]
export const expected = [
  ['1', '2', '3', '4'],
  [...['1', '2', '3', '4'].map(request), ['of the process', { process: 'shop' }, undefined, []]],
]
