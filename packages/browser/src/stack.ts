import { createStackParser, type StackParser } from '@mayday/core'

/** What extensions, user scripts and in-app browsers put into the page runs there, but is not the page's. */
export const INJECTED: RegExp = /^([a-z-]+-extension|webkit-masked-url|user-script|iabjs):/

/** Reads the stacks of all engines; everything that the page loaded itself is the program's. */
export const defaultStackParser: StackParser = /* @__PURE__ */ createStackParser({
  isInApp: (filename) => !INJECTED.test(filename) && !filename.includes('/node_modules/'),
})
