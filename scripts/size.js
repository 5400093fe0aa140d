// Prints what a page pays for an import, and fails when that is more than package.json allows: `gzip` is the budget of
// what the page waits for, `all` of that and what it loads later.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfNeeded, root } from './build.js'
import { bundleImport, sizesOf } from './bundle.js'

await buildIfNeeded()
const { sizeBudgets } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const rows = []
const over = []
for (const [statement, budget] of Object.entries(sizeBudgets)) {
  const { atOnce, inAll } = sizesOf(await bundleImport(statement))
  rows.push({
    import: statement,
    min: atOnce.min,
    gzip: atOnce.gzip,
    brotli: atOnce.brotli,
    budget: budget.gzip,
    'gzip in all': inAll.gzip,
    'brotli in all': inAll.brotli,
    'budget in all': budget.all ?? '',
  })
  compare(`${statement}, at once`, atOnce.gzip, budget.gzip)
  compare(`${statement}, in all`, inAll.gzip, budget.all)
}
console.table(rows)
for (const line of over) console.error(line)
process.exitCode = over.length > 0 ? 1 : 0

function compare(what, bytes, budget = Number.POSITIVE_INFINITY) {
  if (bytes > budget) over.push(`${what}: ${bytes} bytes gzip, ${bytes - budget} over its budget`)
}
