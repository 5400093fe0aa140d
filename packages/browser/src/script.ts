// What `mayday.min.js` is made of: everything, for pages without a bundler, as the global `Mayday`.
import { early } from '@mayday/core'
import { type BrowserOptions, init } from './init.js'

export * from './index.js'

// A page that does not wait for this script may have called `init()` before it was there.
const noted = early()?.noted ?? []
const call = noted.find(([, what]) => what === 'init')
if (call) {
  noted.splice(noted.indexOf(call), 1)
  init(call[2] as BrowserOptions)
}
