// One process that serves requests that throw, and tells every now and then what its heap holds.
const { SDKS } = require('./sdks.cjs')

let sent = 0
const { createTransport } = require('@mayday/node')
const sdk = SDKS.mayday.start('http://127.0.0.1:1', {
  transport: (options) =>
    createTransport(options, async ({ body }) => {
      sent += String(body).split('{"type":"event"').length - 1
      return { statusCode: 200 }
    }),
})
let count = 0
const server = require('node:http').createServer((request, response) => {
  try {
    throw new RangeError(`Article ${++count} is missing`)
  } catch (error) {
    sdk.capture(error, request)
    response.statusCode = 500
    response.end('Sorry')
  }
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))

process.on('message', async () => {
  await sdk.flush()
  global.gc()
  const { heapUsed, rss } = process.memoryUsage()
  process.send({ heapUsed, rss, sent, stats: sdk.stats() })
})

// Nobody is there to ask any more.
process.on('disconnect', () => process.exit())
