/** Kinds that only a Node process knows. */
import { createServer, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createConsolaReporter,
  createSentryWinstonTransport,
  cron,
  pinoIntegration,
  setUser,
  setupExpressErrorHandler,
  wrapHandler,
} from '@mayday/node'
import { createConsola } from 'consola'
import { CronJob } from 'cron'
import express from 'express'
import pino from 'pino'
import winston from 'winston'
import Transport from 'winston-transport'
import type { Kinds } from './kind.js'

const headers = {
  accept: 'text/html',
  'content-type': 'application/json',
  cookie: 'session=abc; theme=dark',
  referer: 'https://shop.example/basket?coupon=abc',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'x-forwarded-for': '192.0.2.7',
  'x-odd': 'ä',
}

/** Serves one request of a visitor. */
async function visit(listener: RequestListener, path: string): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path, method: 'POST', headers }
    const sent = request(options, (response) => response.resume().on('end', resolve))
    sent.end('{"tea":2}')
  })
  server.closeAllConnections()
  server.close()
}

const handler = wrapHandler(async (_request, _response) => {
  setUser({ id: '7' })
  console.log('handling')
  await null
  throw new TypeError('no handler for tea')
})

const wrapped: RequestListener = (incoming, response) => {
  handler(incoming, response).catch(() => response.writeHead(500).end())
}

function shop(): RequestListener {
  const app = express()
  const api = express.Router()
  api.post('/users/:id', async () => {
    throw new RangeError('no such user')
  })
  app.use('/api', api)
  setupExpressErrorHandler(app)
  app.use(((_error, _request, response, _next) => {
    response.status(500).send('sorry')
  }) as express.ErrorRequestHandler)
  return app
}

/** Not caught by what runs the kinds. */
function fail(thrown: unknown): void {
  setTimeout(() => {
    throw thrown
  })
}

export const node: Kinds = {
  'a crash': {
    title: 'RangeError: nobody catches this',
    provoke: () => fail(new RangeError('nobody catches this')),
  },
  'a crash with a cause': {
    title: 'Error: outside',
    provoke: () => fail(new Error('outside', { cause: new TypeError('inside') })),
  },
  'a crash by a thrown text': { title: /just a text/, provoke: () => fail('just a text') },
  'a crash by a thrown null': { title: /null/, provoke: () => fail(null) },
  'a rejection that nobody handles': {
    title: 'RangeError: nobody handles this',
    provoke: () => void Promise.reject(new RangeError('nobody handles this')),
  },
  'a rejection with a text': {
    title: /only a reason/,
    provoke: () => void Promise.reject('only a reason'),
  },
  'an error of Node': {
    title: /^Error: ENOENT/,
    async provoke({ captureException }) {
      const { readFile } = await import('node:fs/promises')
      await readFile('/no/such/file').catch(captureException)
    },
  },
  'an error of a request': {
    title: 'TypeError: no handler for tea',
    provoke: () => visit(wrapped, '/tea/7?cups=2&token=abc#top'),
  },
  'an error of a request, personal data allowed': {
    title: 'TypeError: no handler for tea',
    options: { sendDefaultPii: true },
    provoke: () => visit(wrapped, '/tea/7?cups=2&token=abc#top'),
  },
  'an error of an Express route': {
    title: 'RangeError: no such user',
    provoke: () => visit(shop(), '/api/users/7?full=1'),
  },
  'an error that pino logs': {
    title: 'RangeError: out of tea',
    provoke({ addIntegration }) {
      addIntegration(pinoIntegration({ fields: true }))
      const logger = pino({ name: 'shop' }, { write() {} })
      logger.info({ cups: 2 }, 'an order')
      logger.error({ err: new RangeError('out of tea'), cups: 2 }, 'no order')
    },
  },
  'a text that winston logs': {
    title: 'no order',
    provoke() {
      const Own = createSentryWinstonTransport(Transport, { fields: true })
      const logger = winston.createLogger({ transports: [new Own()] })
      logger.info('an order', { cups: 2 })
      logger.error('no order', { cups: 2 })
    },
  },
  'a text that consola logs': {
    title: 'no order of [Object]',
    provoke() {
      const logger = createConsola({ reporters: [createConsolaReporter({ fields: true })] })
      logger.withTag('shop').fatal('no order of', { cups: 2 })
    },
  },
  'an error of a job, with its check-ins': {
    title: 'RangeError: out of tea',
    async provoke() {
      const Monitored = cron.instrumentCron(CronJob, 'brew')
      const job = Monitored.from({
        cronTime: '0 7 * * Mon',
        onTick() {
          throw new RangeError('out of tea')
        },
        errorHandler() {},
      })
      await job.fireOnTick()
    },
  },
}
