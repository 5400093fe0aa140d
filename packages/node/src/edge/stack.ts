import { createStackParser, type StackParser } from '@mayday/core'

/** What the runtime brings along itself. */
const BUILT_IN = /^(?:node|cloudflare|workerd|internal|ext):|^<anonymous>$/
const DEPENDENCY = /[\\/]node_modules[\\/]/

/** Reads the stacks of Workers and edge functions; there the program is one file, or some modules without a folder. */
export const defaultStackParser: StackParser = /* @__PURE__ */ createStackParser({
  isInApp: (filename) => !BUILT_IN.test(filename) && !DEPENDENCY.test(filename),
})
