import { fileURLToPath } from 'node:url'
import { createStackParser, type StackParser, safely } from '@mayday/core'

/** The address says by itself which system it is of; stacks are read on other machines, too. */
const WINDOWS = /^file:\/\/(?:\/[a-z]:|[^/])/i
/** Paths of all systems, addresses, and code that is its own address. The runtime's own files have names. */
const OWN = /^(?:[\\/]|[a-z]:[\\/]|[a-z][\w.+-]*:\/\/|<data:)/i
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

/**
 * Reads the stacks of Node, Bun and Deno, with file names as paths; code of the runtime itself and of dependencies is
 * not the program's.
 */
export const defaultStackParser: StackParser = (...stack) =>
  parse(...stack).map((frame) => ({
    ...frame,
    function: frame.function?.replace('.<anonymous>', '.?') ?? '?',
  }))
