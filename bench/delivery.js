// What becomes of captured errors when something goes wrong on the way, in Mayday and in the SDK whose place it takes:
// the same programs, played by the harness of test/faults. Both with the options that they have by default, apart from
// Mayday's flood control, which is off.
// Usage: node bench/delivery.js [events per process] [text in the names of schedules]
import { loadHarness } from '../scripts/faults.js'

const [events = '50', only = ''] = process.argv.slice(2)
const { compare, schedules } = await loadHarness()
const chosen = schedules(1).filter(({ name }) => name.includes(only))
const sdks = [
  { name: 'Mayday', url: import.meta.resolve('@mayday/node') },
  // It tries each event once: what is not settled soon never will be.
  {
    name: '@sentry/node 10',
    url: import.meta.resolve('@sentry/node'),
    settings: { limit: 15_000 },
  },
]
const onPlayed = (name) => console.error(`played: ${name}`)
console.log(await compare(chosen, sdks, { events: Number(events), limit: 60_000, onPlayed }))
