import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import express from 'express'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  const app = express()
  app.use((request, _response, next) => {
    Sentry.setTag('name', String(request.query.name))
    Sentry.addBreadcrumb({ message: `${request.query.name} came` })
    next()
  })
  app.get('/wait', async (request) => {
    await new Promise((resolve) => setTimeout(resolve, 10 - Number(request.query.name)))
    throw new Error(`for ${request.query.name}`)
  })
  Sentry.init({ dsn })
  Sentry.setupExpressErrorHandler(app)
  app.use(((_error, _request, response, _next) => {
    response.status(500).end()
  }) as express.ErrorRequestHandler)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await Promise.all(
    ['1', '2', '3'].map(async (name) => (await fetch(`${at}/wait?name=${name}`)).text()),
  )
  server.closeAllConnections()
  server.close()
}

export const found = ({ events }: Ending) =>
  events.map(({ exception, tags, breadcrumbs }) => [
    exception?.values?.[0]?.value,
    tags?.name,
    breadcrumbs?.filter(({ category }) => category !== 'http').map(({ message }) => message),
  ])

export const expected = ['1', '2', '3'].map((name) => [`for ${name}`, name, [`${name} came`]])
