import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, rounded } from '../figures.js'
import { sendEvents } from './load.js'
import { residentMegabytes } from './process.js'
import { startReceiver } from './receivers.js'

/** Seconds from starting a process to its 200 for an event: with an empty folder, and with one that has data. */
export async function startUp(rounds) {
  const rows = { 'Inbox, first start': [], 'Inbox, later starts': [], Spotlight: [] }
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-inbox-'))
    rows['Inbox, first start'].push(await once('Inbox', folder))
    rows['Inbox, later starts'].push(await once('Inbox', folder))
    rows.Spotlight.push(await once('Spotlight', folder))
    rmSync(folder, { recursive: true, force: true })
  }
  return Object.fromEntries(
    Object.entries(rows).map(([name, runs]) => [
      name,
      {
        'listens, s': rounded(median(runs.map(({ listens }) => listens)), 100),
        'first event, s': rounded(median(runs.map(({ first }) => first)), 100),
        'memory, MB': Math.round(median(runs.map(({ memory }) => memory))),
      },
    ]),
  )
}

async function once(name, folder) {
  const started = performance.now()
  const receiver = await startReceiver(name, folder)
  const listens = receiver.milliseconds / 1000
  const { accepted } = await sendEvents(receiver.url, { count: 1, senders: 1 })
  if (accepted !== 1) throw new Error(`${name} did not take the event.`)
  const first = (performance.now() - started) / 1000
  const memory = residentMegabytes(receiver.pid)
  await receiver.stop({ keep: true })
  return { listens, first, memory }
}
