const Mayday = require('@mayday/node')
const express = require('express')

Mayday.init({
  dsn: process.env.MAYDAY_DSN,
  release: 'example-express@1.0.0',
  environment: 'example',
})
Mayday.setTag('example', 'express')

const app = express()

app.get('/', (_request, response) => {
  response.send('<a href="/users/7">Show user 7</a> or <a href="/users/x">one that is none</a>')
})

app.get('/users/:id', async (request, response) => {
  const { id } = request.params
  console.log(`looking up user ${id}`)
  if (!/^\d+$/.test(id)) {
    // The visitor's mistake: answered, and not reported.
    throw Object.assign(new Error('No such user'), { status: 404 })
  }
  const user = await findUser(id)
  response.send(`Hello ${user.name}`)
})

async function findUser() {
  return undefined
}

Mayday.setupExpressErrorHandler(app)

app.use((error, _request, response, _next) => {
  response.status(error.status ?? 500).send(`Sorry. Report ${response.sentry ?? 'not sent'}.`)
})

const server = app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`)
})
