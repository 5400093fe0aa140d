import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createStackParser, type StackParser, safely } from '@mayday/core'

/** Reads V8's stacks with file names as paths; code of Node itself and of dependencies is not the program's. */
export const defaultStackParser: StackParser = /* @__PURE__ */ createStackParser({
  toFilename: (location) =>
    location.startsWith('file:')
      ? (safely('path of a file URL', () => fileURLToPath(location)) ?? location)
      : location,
  isInApp: (filename) =>
    (isAbsolute(filename) || /^[a-z]+:\/\//.test(filename)) &&
    !filename.startsWith('node:') &&
    !/[\\/]node_modules[\\/]/.test(filename),
})
