// Runs before the SDK: what a page has of its own, to compare it with what it has later.

const { addEventListener, removeEventListener } = EventTarget.prototype
const listeners = new Map()

function count(target, type, by) {
  const name = target === globalThis || !target ? 'window' : target === document ? 'document' : ''
  if (name) listeners.set(`${name} ${type}`, (listeners.get(`${name} ${type}`) ?? 0) + by)
}

EventTarget.prototype.addEventListener = function (type, ...args) {
  count(this, type, 1)
  return addEventListener.call(this, type, ...args)
}
EventTarget.prototype.removeEventListener = function (type, ...args) {
  count(this, type, -1)
  return removeEventListener.call(this, type, ...args)
}

const places = {
  window: globalThis,
  console,
  history,
  History: History.prototype,
  XMLHttpRequest: XMLHttpRequest.prototype,
  EventTarget: EventTarget.prototype,
  Node: Node.prototype,
  Document: Document.prototype,
  Function: Function.prototype,
  Promise: Promise.prototype,
  Navigator: Navigator.prototype,
}

/** What tests and drivers put there, and the state that all copies of the SDK in a page share: it changes nothing. */
const OWN =
  /^(Mayday|client|faults|inventory|Sentry|got|Symbol\((mayday|automationSessionProxy)\)|__SENTRY__)$/

function take() {
  const found = new Map()
  for (const [name, owner] of Object.entries(places)) {
    for (const key of Reflect.ownKeys(owner)) {
      if (name === 'window' && OWN.test(String(key))) continue
      const own = Object.getOwnPropertyDescriptor(owner, key)
      for (const part of ['value', 'get', 'set', 'writable', 'enumerable', 'configurable']) {
        found.set(`${name}.${String(key)} ${part}`, own[part])
      }
    }
  }
  return found
}

const before = take()

globalThis.inventory = {
  /** Names of what is not identically what it was. */
  changes() {
    const now = take()
    const names = new Set([...before.keys(), ...now.keys()])
    return [...names].filter((name) => !Object.is(before.get(name), now.get(name)))
  },

  /** What is listened to on window and document since. */
  listeners() {
    const present = [...listeners].filter(([, number]) => number > 0)
    return present.map(([name, number]) => `${name} ${number}`).sort()
  },
}
