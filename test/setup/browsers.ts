import { findChromium, installHint } from '../../scripts/browsers.js'

/** Says once which tests are left out for want of a browser, or refuses to leave any out. */
export function setup(): void {
  if (findChromium()) return
  const what = `no Chromium found (${installHint}, or set CHROMIUM_PATH)`
  if (process.env.MAYDAY_REQUIRE_BROWSERS) {
    throw new Error(`MAYDAY_REQUIRE_BROWSERS is set, but ${what}`)
  }
  console.log(`Skipped: the tests in a real browser, ${what}`)
}
