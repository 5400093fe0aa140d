import { browsers } from '../../scripts/browsers.js'

/** Several projects of a run ask for it. */
const SAID = 'MAYDAY_TESTS_BROWSERS'

/** Says once which tests are left out for want of a browser, or refuses to leave any out. */
export function setup(): void {
  const missing = browsers.filter(({ find }) => !find())
  if (missing.length === 0 || process.env[SAID]) return
  const what = missing.map(({ name, hint }) => `no ${name} found (${hint})`).join('; ')
  if (process.env.MAYDAY_REQUIRE_BROWSERS) {
    throw new Error(`MAYDAY_REQUIRE_BROWSERS is set, but ${what}`)
  }
  process.env[SAID] = what
  console.log(`Skipped: tests in real browsers, ${what}`)
}
