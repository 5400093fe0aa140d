// Prints what importing the SDK has changed in the process.
// Node's own HTTP module keeps its books on the global object; they are not ours.
import 'node:http'

const LEVELS = ['log', 'info', 'warn', 'error', 'debug', 'assert', 'trace']
const functions = () => [...LEVELS.map((level) => console[level]), globalThis.fetch]
const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)])
const before = { functions: functions(), listeners: JSON.stringify(listeners()) }
const globals = new Set(Reflect.ownKeys(globalThis))

const { init } = await import(process.env.MAYDAY)

const print = console.log
const after = functions()
print(
  JSON.stringify({
    isThere: typeof init,
    patched: after.filter((fn, index) => fn !== before.functions[index]).length,
    listenersChanged: JSON.stringify(listeners()) !== before.listeners,
    globals: Reflect.ownKeys(globalThis)
      .filter((key) => !globals.has(key))
      .map(String),
  }),
)
