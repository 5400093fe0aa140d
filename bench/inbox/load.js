// Sends envelopes as fast as they are taken, over connections that are kept open.
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'

const issues = 200

/**
 * Posts events until `seconds` are over or `count` are sent.
 *
 * @returns how many were answered with 200, how many were not, and how long it took in seconds
 */
export async function sendEvents(
  url,
  { seconds = Infinity, count = Infinity, senders = 32, small = false },
) {
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  const until = performance.now() + seconds * 1000
  const result = { accepted: 0, refused: 0, bytes: 0 }
  const started = performance.now()
  let sent = 0
  async function send() {
    while (sent < count && performance.now() < until) {
      const body = envelope(sent++, small)
      result.bytes += body.length
      if ((await post(url, body, agent)) === 200) result.accepted += 1
      else result.refused += 1
    }
  }
  await Promise.all(Array.from({ length: senders }, send))
  agent.destroy()
  return { ...result, seconds: (performance.now() - started) / 1000 }
}

function post(url, body, agent) {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-sentry-envelope',
      'content-length': Buffer.byteLength(body),
    }
    const path = `${url}/api/1/envelope/?sentry_key=0123456789abcdef0123456789abcdef&sentry_version=7`
    const outgoing = request(path, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** An event as a service sends it: ten frames with their source, and twenty breadcrumbs unless it is to be small. */
function envelope(index, small) {
  const id = randomBytes(16).toString('hex')
  const kind = index % issues
  const event = {
    event_id: id,
    timestamp: Date.now() / 1000,
    platform: 'node',
    level: kind % 7 === 0 ? 'fatal' : 'error',
    environment: kind % 3 === 0 ? 'staging' : 'production',
    release: `shop@1.${index % 12}.0`,
    user: { id: String(index % 5000) },
    tags: { route: `/orders/${kind % 40}`, region: ['eu', 'us', 'ap'][kind % 3] },
    exception: { values: [exception(kind, index, small)] },
    ...(!small && { breadcrumbs: breadcrumbs(index) }),
  }
  return [JSON.stringify({ event_id: id }), '{"type":"event"}', JSON.stringify(event)].join('\n')
}

function exception(kind, index, small) {
  const frames = Array.from({ length: small ? 3 : 10 }, (_, depth) => ({
    function: `handle${kind}_${depth}`,
    filename: `/srv/shop/src/${depth < 4 ? 'node_modules/router/index' : `orders${kind}`}.js`,
    lineno: 10 + depth,
    colno: 5,
    in_app: depth >= 4 || small,
    ...(!small && {
      pre_context: Array(5).fill(
        '  const total = items.reduce((sum, item) => sum + item.price, 0)',
      ),
      context_line: '  return order.customer.address.street',
      post_context: Array(5).fill('  await queue.push(order)'),
    }),
  }))
  return {
    type: 'TypeError',
    value: `Cannot read properties of undefined (reading 'address') of order ${index}`,
    mechanism: { type: 'auto.http.node', handled: false },
    stacktrace: { frames },
  }
}

function breadcrumbs(index) {
  return Array.from({ length: 20 }, (_, place) => ({
    timestamp: Date.now() / 1000 - place,
    category: 'http',
    data: { url: `http://inventory/items/${index + place}`, method: 'GET', status_code: 200 },
  }))
}
