// Asks a server again and again, over so many connections, each waiting for an answer before it asks the next.
const { Agent, get } = require('node:http')

const CONNECTIONS = 32

process.on('message', async ({ port, path, count }) => process.send(await load(port, path, count)))

async function load(port, path, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const times = []
  let left = count
  const lane = async () => {
    while (left-- > 0) times.push(await ask({ agent, host: '127.0.0.1', port, path }))
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return { perSecond: count / seconds, p99: times[Math.floor(count * 0.99)] }
}

function ask(options) {
  const asked = performance.now()
  return new Promise((resolve, reject) => {
    get(options, (response) => {
      response.resume()
      response.on('end', () => resolve(performance.now() - asked))
    }).on('error', reject)
  })
}

// Nobody is there to ask any more.
process.on('disconnect', () => process.exit())
