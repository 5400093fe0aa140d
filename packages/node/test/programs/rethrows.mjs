// Serves one request with the framework that its argument names, which fails and then ends the process by its error.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const mayday = await import(process.env.MAYDAY)
mayday.init({ dsn: process.env.DSN, spool: false })

const error = new RangeError('in the end nobody catches this')
const fail = () => {
  throw error
}

const apps = {
  async express() {
    const app = require('express')()
    app.get('/users/:id', fail)
    mayday.setupExpressErrorHandler(app)
    app.use((_error, _request, response, _next) => response.sendStatus(500))
    return await new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
    })
  },
  async fastify() {
    const app = require('fastify')()
    mayday.setupFastifyErrorHandler(app)
    app.get('/users/:id', fail)
    app.setErrorHandler((_error, _request, reply) => reply.code(500).send('sorry'))
    await app.listen({ port: 0, host: '127.0.0.1' })
    return app.server.address().port
  },
  async koa() {
    const app = new (require('koa'))()
    app.on('error', () => {})
    mayday.setupKoaErrorHandler(app)
    app.use(fail)
    return await new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
    })
  },
}

const port = await apps[process.argv[2]]()
const response = await fetch(`http://127.0.0.1:${port}/users/7`)
console.log(response.status)
setTimeout(fail)
