// What runs in Node, Bun and Deno, in a folder of its own: prints `{ version, cases }`.
import { createRequire } from 'node:module'
import vm from 'node:vm'
import { failures, stacksOf } from './failures.mjs'
import { files } from './places.mjs'
import { required } from './required.cjs'

const source = `function open() {\n  throw new Error('failed')\n}\nopen()\n`
const dataUrl =
  'data:text/javascript,export%20function%20open()%20%7B%20throw%20Error(%22failed%22)%20%7D'
const base64 = btoa('export function open() { throw Error("failed") }')

const inRuntimes = [
  ['a CommonJS module', () => required.open()],
  ['a CommonJS module that fails on its way', () => required.fail()],
  ['the top of a CommonJS module', () => createRequire(import.meta.url)('./top.cjs')],
  [
    'a module in a folder with a space',
    async () => {
      const { open } = await import('./my shop/(shop)/place@1.mjs')
      open()
    },
  ],
  [
    'a data: module',
    async () => {
      const { open } = await import(dataUrl)
      open()
    },
  ],
  [
    'a data: module in base64',
    async () => {
      const { open } = await import(`data:text/javascript;base64,${base64}`)
      open()
    },
  ],
  [
    'a dependency',
    async () => {
      const { open } = await import('./node_modules/shop/index.mjs')
      open()
    },
  ],
  ['a module of the runtime', () => Buffer.alloc(-1)],
  [
    'a callback of the runtime',
    async () => {
      const { EventEmitter } = await import('node:events')
      const door = new EventEmitter().on('open', function ring() {
        throw new Error('failed')
      })
      door.emit('open')
    },
  ],
  [
    'a missing file',
    async () => {
      const { readFileSync } = await import('node:fs')
      readFileSync('/nowhere')
    },
  ],
  ['a script with its source above the stack', () => run('/app/shop.js', true)],
  [
    'code evaluated in a folder with parentheses',
    () => {
      const filename = 'C:\\Program Files (x86)\\shop.js'
      new vm.Script(`eval("eval('open()')")`, { filename }).runInThisContext({
        displayErrors: false,
      })
    },
  ],
  ['a script that cannot be read', () => new vm.Script('open(\n}', { filename: '/app/shop.js' })],
]

function run(filename, displayErrors) {
  new vm.Script(source, { filename }).runInThisContext({ displayErrors })
}

const named = files.map((filename) => [`the file ${filename}`, () => run(filename, false)])
const cases = await stacksOf([...failures, ...inRuntimes, ...named])
const version = globalThis.Deno?.version.deno ?? process.versions.bun ?? process.versions.node
console.log(JSON.stringify({ version, cases }))
