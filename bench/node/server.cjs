// One server with one SDK: `/hello` answers, `/throw` throws. Usage: server.cjs <SDK> <http|express> <receiver>
const { SDKS } = require('./sdks.cjs')

const [, , name, app, receiver] = process.argv
// First, as each of them asks for.
const sdk = SDKS[name].start(receiver)
let count = 0

/** Each has a message of its own, so that none is taken for a repeat. */
function fail() {
  throw new RangeError(`Article ${++count} is missing`)
}

function plain() {
  return require('node:http').createServer((request, response) => {
    try {
      if (request.url === '/throw') fail()
      response.end('Hello')
    } catch (error) {
      sdk.capture(error, request)
      response.statusCode = 500
      response.end('Sorry')
    }
  })
}

function express() {
  const app = require('express')()
  app.get('/hello', (_request, response) => response.send('Hello'))
  app.get('/throw', fail)
  const capture = (error, request, _response, next) => {
    sdk.capture(error, request)
    next(error)
  }
  if (sdk.setUpExpress) sdk.setUpExpress(app)
  else app.use(capture)
  app.use((_error, _request, response, _next) => response.status(500).send('Sorry'))
  return require('node:http').createServer(app)
}

const server = app === 'express' ? express() : plain()
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))

const asked = {
  cpu: () => process.cpuUsage(),
  async settle() {
    await sdk.flush?.()
    return { count, stats: sdk.stats?.(), rss: process.memoryUsage.rss() }
  },
}
process.on('message', async (what) => process.send(await asked[what]()))

// Nobody is there to ask any more.
process.on('disconnect', () => process.exit())
