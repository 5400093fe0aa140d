import * as Mayday from '@mayday/node'
import Fastify from 'fastify'

Mayday.init({
  dsn: process.env.MAYDAY_DSN,
  release: 'example-fastify@1.0.0',
  environment: 'example',
})
Mayday.setTag('example', 'fastify')

const app = Fastify()
Mayday.setupFastifyErrorHandler(app)

app.get('/', (_request, reply) =>
  reply
    .type('text/html')
    .send('<a href="/orders/7">Show order 7</a> or <a href="/orders/x">none</a>'),
)

// The visitor's mistake, answered with 400 by the schema, is not reported.
const schema = { params: { type: 'object', properties: { id: { type: 'integer' } } } }

app.get('/orders/:id', { schema }, async (request) => {
  const { id } = request.params
  console.log(`looking up order ${id}`)
  const order = await findOrder(id)
  return `Order of ${order.items.length} items`
})

async function findOrder(id) {
  return { id }
}

await app.listen({ port: Number(process.env.PORT ?? 3002), host: '127.0.0.1' })
console.log(`Listening on http://127.0.0.1:${app.server.address().port}`)
