import { fileURLToPath } from 'node:url'
import { createStackParser, type StackParser, safely } from '@mayday/core'
import { createGetModuleFromFilename } from './module-name.js'

/** The address says by itself which system it is of; stacks are read on other machines, too. */
const WINDOWS = /^file:\/\/(?:\/[a-z]:|[^/])/i
/** Paths of all systems, addresses, and code that is its own address. The runtime's own files have names. */
const OWN = /^(?:[\\/]|[a-z]:[\\/]|[a-z][\w.+-]*:\/\/|<data:)/i
/** Files of a program and its dependencies; what is the runtime's own is in no folder. */
const PATH = /^(?:[\\/]|[a-z]:[\\/])/i
const DEPENDENCY = /[\\/]node_modules[\\/]/

const parse: StackParser = /* @__PURE__ */ createStackParser({
  toFilename: (location) =>
    location.startsWith('file:')
      ? (safely('path of a file URL', () => pathOf(location)) ?? location)
      : location,
  isInApp: (filename) => OWN.test(filename) && !DEPENDENCY.test(filename),
})

function pathOf(url: string): string {
  return fileURLToPath(url, { windows: WINDOWS.test(url) })
}

/** Made for the first stack: importing asks nothing of the process. */
let moduleOf: ReturnType<typeof createGetModuleFromFilename> | undefined

/**
 * Reads the stacks of Node, Bun and Deno, with file names as paths; code of the runtime itself and of dependencies is
 * not the program's.
 */
export const defaultStackParser: StackParser = (...stack) => {
  moduleOf ??= createGetModuleFromFilename()
  const name = moduleOf
  return parse(...stack).map((frame) => ({
    ...frame,
    function: frame.function?.replace('.<anonymous>', '.?') ?? '?',
    module: PATH.test(frame.filename ?? '') ? name(frame.filename) : undefined,
  }))
}
