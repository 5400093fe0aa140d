// Answers 200 to everything, and tells which errors of the servers have arrived and which were reported as dropped.
const { createServer } = require('node:http')
const { gunzipSync } = require('node:zlib')

/** As they came: reading them has time until the measurement is over. */
let unread = []
const arrived = new Set()
let reported = 0

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    unread.push({ body: Buffer.concat(chunks), isPacked: !!request.headers['content-encoding'] })
    response.end('{}')
  })
})
server.listen(0, '127.0.0.1', () => {
  process.send({ url: `http://127.0.0.1:${server.address().port}` })
})

process.on('message', () => {
  for (const { body, isPacked } of unread) read(String(isPacked ? gunzipSync(body) : body))
  unread = []
  process.send({ arrived: arrived.size, reported })
  arrived.clear()
  reported = 0
})

/** JSON, or an envelope: lines of it. */
function read(body) {
  for (const line of body.split('\n')) {
    if (!line) continue
    const value = JSON.parse(line)
    for (const message of messagesIn(value)) arrived.add(message)
    for (const { category, quantity } of value.discarded_events ?? []) {
      if (category === 'error') reported += quantity
    }
  }
}

/** What was thrown, in the words of each SDK's protocol. */
function messagesIn({ exception, events, error, data }) {
  const errors = [
    ...(exception?.values ?? []),
    ...(Array.isArray(events) ? events.flatMap((event) => event.exceptions ?? []) : []),
    ...[error, data?.body?.trace?.exception, data?.body?.trace_chain?.[0]?.exception],
  ]
  return errors.map((one) => one?.value ?? one?.message).filter((text) => text !== undefined)
}

// Nobody is there to ask any more.
process.on('disconnect', () => process.exit())
