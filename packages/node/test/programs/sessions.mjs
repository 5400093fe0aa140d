// Ends in the way that its argument names, its run being a session.
const { MAYDAY, DSN, RELEASE = 'api@1' } = process.env
const mayday = await import(MAYDAY)
mayday.init({
  dsn: DSN,
  release: RELEASE,
  integrations: [mayday.processSessionIntegration()],
})

const ways = {
  'by itself': () => {},
  'by itself after an error': () => {
    mayday.captureException(new Error('caught'))
    mayday.captureException(new Error('caught again'))
  },
  'by process.exit': () => process.exit(3),
  'by a crash': () => {
    throw new Error('nobody catches this')
  },
  'by itself after a close': () => mayday.close(),
}
await ways[process.argv[2]]()
