// A page that lets nobody change what it has.

const { fetch, history } = globalThis
const fixed = (value) => ({ value, writable: false, configurable: false })

Object.freeze(console)
Object.freeze(XMLHttpRequest.prototype)
Object.defineProperty(globalThis, 'fetch', fixed(fetch))
Object.defineProperty(history, 'pushState', fixed(history.pushState))
Object.defineProperty(history, 'replaceState', fixed(history.replaceState))
