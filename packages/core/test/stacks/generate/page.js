// What runs in the page: the failures of all engines, and those that only pages have.
import { failures, stacksOf } from './failures.js'
import { scripts, sources } from './places.js'

/** The stack that somebody else has to tell. */
function told({ message, stack }) {
  throw Object.assign(new Error(message), { stack })
}

async function inBlob() {
  const source = await (await fetch('./place.js')).text()
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  const { open } = await import(/* @vite-ignore */ url)
  open()
}

async function inDataUrl(mediaType, encode) {
  const source = await (await fetch('./place.js')).text()
  const { open } = await import(/* @vite-ignore */ `data:${mediaType},${encode(source)}`)
  open()
}

async function inWorker(url, type) {
  const worker = new Worker(url, { type })
  worker.postMessage('')
  const { data } = await new Promise((resolve) => worker.addEventListener('message', resolve))
  worker.terminate()
  told(data)
}

async function inHandler(attribute) {
  const button = document.createElement('button')
  button.setAttribute('onclick', attribute)
  document.body.append(button)
  told(await new Promise((resolve) => thrown(resolve, () => button.click())))
}

/** Calls `resolve` with the next error that nobody catches. */
function thrown(resolve, act) {
  const listener = (event) => {
    event.preventDefault()
    resolve(event.error)
  }
  window.addEventListener('error', listener, { once: true })
  act()
}

const inPages = [
  ['an inline script', () => window.inline.open()],
  ['a handler in an attribute', () => inHandler('window.inline.open()')],
  [
    'a listener',
    async () => {
      const button = document.createElement('button')
      button.addEventListener('click', function listen() {
        window.inline.open()
      })
      told(await new Promise((resolve) => thrown(resolve, () => button.click())))
    },
  ],
  [
    'an inserted inline script',
    async () => {
      const script = document.createElement('script')
      script.textContent = '(function run() {\n  window.inline.open()\n})()'
      told(await new Promise((resolve) => thrown(resolve, () => document.body.append(script))))
    },
  ],
  [
    'a timer with a text',
    async () => {
      const act = () => setTimeout('window.inline.open()', 1)
      told(await new Promise((resolve) => thrown(resolve, act)))
    },
  ],
  ['a blob: module', inBlob],
  ['a data: module', () => inDataUrl('text/javascript', encodeURIComponent)],
  ['a data: module in base64', () => inDataUrl('text/javascript;charset=utf-8;base64', btoa)],
  ['a worker', () => inWorker('./worker.js', 'classic')],
  ['a module worker', () => inWorker('./worker.js', 'module')],
  [
    'a blob: worker',
    async () => {
      const source = await (await fetch('./worker.js')).text()
      await inWorker(URL.createObjectURL(new Blob([source])), 'classic')
    },
  ],
  [
    'wasm from an address',
    async () => {
      const shop = { fail: () => window.inline.open() }
      const { instance } = await WebAssembly.instantiateStreaming(fetch('/pay.wasm'), { shop })
      instance.exports.call()
    },
  ],
]

const served = scripts.map((path) => [
  `the script ${path}`,
  async () => {
    const { open } = await import(/* @vite-ignore */ path)
    open()
  },
])

const named = sources.map((url) => [
  `the source ${url}`,
  () => {
    // biome-ignore lint/security/noGlobalEval: bundlers do this in development
    const evaluate = eval
    evaluate(`(function open() {\n  throw new Error('failed')\n})()\n//# sourceURL=${url}`)
  },
])

const cases = await stacksOf([...failures, ...inPages, ...served, ...named])
const agent = navigator.userAgent
await fetch('/report', { method: 'POST', body: JSON.stringify({ agent, cases }) })
