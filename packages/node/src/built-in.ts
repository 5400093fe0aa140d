import { createRequire } from 'node:module'

/** The parts of Node that are loaded so; `import()` is for those that can be waited for. */
interface BuiltIns {
  'node:net': typeof import('node:net')
  'node:stream': typeof import('node:stream')
  'node:worker_threads': typeof import('node:worker_threads')
}

/** A part of Node, loaded when it is first needed: what is imported at the top, every program pays for at its start. */
export function builtIn<Name extends keyof BuiltIns>(name: Name): BuiltIns[Name] {
  // Before Node 20.16 there is no such function; where `require()` looks from does not matter for Node's own.
  return process.getBuiltinModule?.(name) ?? createRequire(process.execPath)(name)
}
