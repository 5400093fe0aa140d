// Keeps its event loop from turning, as its argument says, watched where the environment says so.
const { MAYDAY, DSN, MOST = '10' } = process.env
const mayday = MAYDAY && (await import(MAYDAY))
const { execFileSync } = await import('node:child_process')

mayday?.init({
  dsn: DSN,
  floodControl: false,
  integrations: [
    mayday.eventLoopBlockIntegration({
      threshold: 400,
      maxEventsPerHour: Number(MOST),
      staticTags: { of: 'the watch' },
    }),
  ],
})

/** The watching thread takes its time to start. */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

function work(ms) {
  const end = Date.now() + ms
  while (Date.now() < end) JSON.stringify({ end })
}

const wait = () => execFileSync(process.execPath, ['-e', 'setTimeout(() => {}, 1000)'])

const ways = {
  'by working': () => work(1000),
  'by working twice': async () => {
    work(1000)
    await later(300)
    work(1000)
  },
  'by waiting': wait,
  'by working to its end': () => {
    work(430)
    process.exit(5)
  },
  'by waiting to its end': () => {
    wait()
    process.exit(5)
  },
  'not at all': () => later(500),
}

await later(500)
await ways[process.argv[2]]()
await later(300)
