import { rounded } from '../figures.js'
import { sendEvents } from './load.js'
import { cpuMilliseconds, residentMegabytes } from './process.js'
import { receivers, startReceiver } from './receivers.js'

/** Events a second that are taken while 32 connections send without a pause, and what is there afterwards. */
export async function ingest(seconds) {
  const rows = {}
  for (const name of Object.keys(receivers)) {
    const receiver = await startReceiver(name)
    await sendEvents(receiver.url, { seconds: 2 })
    const before = await storedIn(receiver)
    const cpu = cpuMilliseconds(receiver.pid)
    const { accepted, refused, seconds: took } = await sendEvents(receiver.url, { seconds })
    const spent = cpuMilliseconds(receiver.pid) - cpu
    const stored = (await storedIn(receiver)) - before
    rows[name] = {
      'events/s': Math.round(accepted / took),
      'CPU, ms/event': rounded(spent / accepted, 100),
      accepted,
      refused,
      lost: name === 'Inbox' ? accepted - stored : 'keeps the last 500',
      'memory, MB': Math.round(residentMegabytes(receiver.pid)),
    }
    await receiver.stop()
  }
  const [inbox, spotlight] = [rows.Inbox['events/s'], rows.Spotlight['events/s']]
  rows.Inbox['×'] = rounded(inbox / spotlight, 100)
  return rows
}

async function storedIn({ name, url }) {
  if (name !== 'Inbox') return 0
  const response = await fetch(`${url}/api/0/totals`)
  return (await response.json()).events
}
