// What the pages consist of: one program in all of them, and one SDK in each.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle, ENTRY } from '../../scripts/bundle.js'
import { SDKS, scriptOf } from './sdks.js'
import { HOLD } from './server.js'

/** A page without an SDK. */
export const EMPTY = '(empty page)'

/** Different errors that the program can make. */
export const ERRORS = 30

const bench = fileURLToPath(new URL('..', import.meta.url))

/** Builds the pages of all SDKs into the site. */
export async function buildPages(site, receiver) {
  const address = { host: receiver.address, receiver: `http://${receiver.address}` }
  site.add('/', html())
  site.add('/program.js', readFileSync(new URL('program.js', import.meta.url), 'utf8'))
  site.add('/failures.js', failures())
  site.add(entryOf(EMPTY), 'export {}\n')
  for (const name of Object.keys(SDKS)) {
    for (const { fileName, code, atOnce } of await bundle(scriptOf(name, address), bench)) {
      site.add(`/${name}/${fileName}`, code, atOnce ? 0 : HOLD)
    }
  }
}

/** What that page imports. Its other chunks are beside it, and name each other relative to themselves. */
export function entryOf(name) {
  return `/${encodeURIComponent(name)}/${ENTRY}`
}

/** What the message of that error says, and nothing else that is sent. */
export function titleOf(number, visit) {
  return `Article ${number} of visit ${visit} is missing`
}

function html() {
  const buttons = '<li><button class="buy large">Buy</button></li>'.repeat(2)
  return `<!doctype html><title>Shop</title><link rel="icon" href="data:,">
    <main id="shop"><section><ul class="articles">${buttons}</ul></section></main>
    <script src="/failures.js"></script><script src="/program.js"></script>`
}

/** Errors of one function are one kind, so each has its own. */
function failures() {
  const one = (_, number) =>
    `function missing${number}(visit) { throw new RangeError(\`${titleOf(number, `\${visit}`)}\`) },\n`
  return `globalThis.failures = [\n${Array.from({ length: ERRORS }, one).join('')}]\n`
}
