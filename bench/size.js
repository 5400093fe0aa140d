// What a page has to load for each SDK, with the statement that a program starts it with.
import { fileURLToPath } from 'node:url'
import { bundleImport, sizesOf } from '../scripts/bundle.js'
import { labelOf, REFERENCE, SDKS } from './browser/sdks.js'
import { rounded } from './figures.js'

/** Other ways of using Mayday: a client without integrations, and what a program usually calls. */
const OURS = [
  "import { BrowserClient, defaultStackParser, makeFetchTransport } from '@mayday/browser'",
  "import { init, captureException, setUser, setTag, addBreadcrumb, withScope } from '@mayday/browser'",
]

const bench = fileURLToPath(new URL('.', import.meta.url))
const statements = [
  ...Object.entries(SDKS).map(([name, { statement }]) => ({ label: labelOf(name), statement })),
  ...OURS.map((statement) => ({ label: labelOf('mayday'), statement })),
]
const sizes = []
for (const { statement } of statements) sizes.push(sizesOf(await bundleImport(statement, bench)))
const reference = sizes[Object.keys(SDKS).indexOf(REFERENCE)]

console.log(`Bytes of a minified bundle; × is gzip in multiples of ${labelOf(REFERENCE)}`)
for (const [at, { label, statement }] of statements.entries()) {
  console.log(`(${at}) ${label}: ${statement}`)
}
console.table(
  statements.map(({ label }, at) => {
    const { atOnce, inAll } = sizes[at]
    return {
      SDK: label,
      'at once: min': atOnce.min,
      gzip: atOnce.gzip,
      brotli: atOnce.brotli,
      '×': rounded(atOnce.gzip / reference.atOnce.gzip, 100),
      'in all: min': inAll.min,
      'gzip ': inAll.gzip,
      'brotli ': inAll.brotli,
      '× ': rounded(inAll.gzip / reference.inAll.gzip, 100),
    }
  }),
)
