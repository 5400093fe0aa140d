import { createStackParser, type StackParser } from '@mayday/core'

/** Code of extensions runs in the page, but is not the page's. Safari hides theirs behind a masked address. */
const FOREIGN = /-extension:|^webkit-masked-url:|\/node_modules\//

/** Reads the stacks of all engines; everything that the page loaded itself is the program's. */
export const browserStackParser: StackParser = /* @__PURE__ */ createStackParser({
  isInApp: (filename) => !FOREIGN.test(filename),
})
