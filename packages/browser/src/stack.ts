import { createStackParser, type StackParser } from '@mayday/core'

/** Code of extensions runs in the page, but is not the page's. */
const EXTENSION = /^(?:chrome|moz|safari(?:-web)?)-extension:|^webkit-masked-url:/

/** Reads the stacks of all engines; everything that the page loaded itself is the program's. */
export const defaultStackParser: StackParser = /* @__PURE__ */ createStackParser({
  isInApp: (filename) => !EXTENSION.test(filename) && !filename.includes('/node_modules/'),
})
