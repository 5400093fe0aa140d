// `npm start`: the Inbox and all example programs, to be clicked at.
// `npm start -- --once`: provokes every error of the examples, prints what arrived, and ends.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findChromium, installHint, launchChromium } from './browsers.js'
import { buildIfNeeded, root } from './build.js'
import { startPage, startServer } from './examples.js'
import { provocations, provoke } from './provoke.js'

const { values: flags } = parseArgs({
  options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '7070' } },
})

await buildIfNeeded()
const { createInbox, formatArrival, wantsColor } = await import('@mayday/inbox')

const inbox = await openInbox()
const examples = await startExamples()
const urls = Object.fromEntries(examples.map(({ name, url }) => [name, url]))

if (flags.once) await once()
else interactive()

/** Events are kept between starts, except by a second Inbox beside one that is keeping them already. */
async function openInbox() {
  const options = {
    port: flags.once ? 0 : Number(flags.port),
    onEvent: (event) => {
      const color = wantsColor(process.stdout)
      process.stdout.write(formatArrival(event, { url: inbox.url, color }))
    },
  }
  if (flags.once) return createInbox(options)
  try {
    return await createInbox({ ...options, dataDir: join(root, '.mayday', 'inbox') })
  } catch (error) {
    console.log(`${error.message}\nSo this one keeps its events only while it runs.`)
    return createInbox(options)
  }
}

async function startExamples() {
  const dsn = (name) => inbox.dsn(name)
  const onExit = ({ name, code }) => {
    console.log(
      `${name} ended with exit code ${code}, as it would without Mayday; starting it again`,
    )
  }
  return Promise.all([
    ...['browser', 'react'].map(async (name) => ({ name, ...(await startPage(name, dsn(name))) })),
    ...['node-http', 'express', 'fastify'].map(async (name) => ({
      name,
      ...(await startServer(name, dsn(name), flags.once ? undefined : onExit)),
    })),
  ])
}

async function stop() {
  await Promise.all(examples.map((example) => example.stop()))
  await inbox.close()
}

function interactive() {
  if (inbox.portWasTaken)
    console.log(`Port ${flags.port} is taken, so the Inbox is on another one.`)
  console.log(`
Inbox      ${inbox.url}   everything that arrives, grouped

browser    ${urls.browser}   click any button
react      ${urls.react}   lose the numbers, then draw the chart again
node-http  ${urls['node-http']}   place an order, or crash the server
express    ${urls.express}   show user 7
fastify    ${urls.fastify}   show order 7

Events appear below as they arrive. Ctrl-C ends it all.
`)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop())
}

async function once() {
  const hasBrowser = findChromium() !== undefined
  if (!hasBrowser) console.log(`No Chromium found, so no page is opened (${installHint}).`)
  const browser = hasBrowser ? await launchChromium() : undefined
  const wanted = provocations({ withBrowser: hasBrowser })
  for (const one of wanted) await provoke(one, urls, browser)

  const rows = []
  for (const one of wanted) rows.push(await arrivalOf(one))
  await browser?.close()
  await stop()
  console.table(rows)
  const missing = rows.filter((row) => row.arrived !== 'yes').length
  console.log(
    missing === 0
      ? `All ${rows.length} expected errors arrived.`
      : `${missing} of ${rows.length} expected errors did not arrive.`,
  )
  process.exitCode = missing === 0 ? 0 : 1
}

/** One row of the table: what was expected, and what arrived for it. */
async function arrivalOf({ example, does, type, value }) {
  const matches = ({ project, title }) =>
    project === example && title.startsWith(`${type}: `) && value.test(title)
  const event = await inbox.event(matches, 15_000).catch(() => undefined)
  const times = (await inbox.events()).filter(matches).length
  const arrived = event === undefined ? 'no' : times === 1 ? 'yes' : `${times} times`
  return { example, does, arrived, title: event?.title, handled: event?.handled }
}
