// Runs a job, and ends in the way that its argument names.
const { init, withMonitor } = await import(process.env.MAYDAY)

init({ dsn: process.env.DSN })

const ways = {
  'by process.exit right after it': () => {
    withMonitor('tidy-up', () => {})
    process.exit(3)
  },
  'by itself': () => withMonitor('tidy-up', async () => {}),
  'by what the job throws': () =>
    withMonitor('tidy-up', () => {
      throw new Error('no disk')
    }),
}

await ways[process.argv[2]]()
