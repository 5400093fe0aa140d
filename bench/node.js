// What @mayday/node costs a service, beside other SDKs and none: starting, answering, failing, installing.
// Usage: node bench/node.js [rounds] [start|serve|fail|install] [requests per round]
//     or node bench/node.js soak [requests]
import { installed } from './node/installed.js'
import { start } from './node/processes.js'
import { serve } from './node/serve.js'
import { soak } from './node/soak.js'
import { startUp } from './node/startup.js'

const [first, second, third] = process.argv.slice(2)
const rounds = Number(first) || 7
const isWanted = (part) => !second || second === part

if (first === 'soak') await soak(Number(second ?? 1_000_000))
else await measureAll()

async function measureAll() {
  if (isWanted('start')) await measureStart()
  if (isWanted('serve')) await measureServers('/hello', 'answering', Number(third) || 15_000)
  if (isWanted('fail'))
    await measureServers('/throw', 'every request throws', Number(third) || 2000)
  if (isWanted('install')) print('Installed', installed())
}

async function measureStart() {
  const receiver = start('./receiver.cjs')
  const { url } = await receiver.next()
  for (const format of ['ESM', 'CommonJS']) {
    const what = `Importing and starting, ${format}: medians of ${rounds} fresh processes`
    print(what, await startUp(format, rounds, url))
  }
  await receiver.stop()
}

async function measureServers(path, what, count) {
  for (const [app, label] of [
    ['http', 'node:http'],
    ['express', 'Express'],
  ]) {
    const rows = await serve(app, path, rounds, count)
    print(`${label}, ${what}: medians of ${rounds} rounds of ${count} requests`, rows)
  }
}

function print(title, rows) {
  console.log(`\n${title}, Node ${process.version}`)
  console.table(rows)
}
