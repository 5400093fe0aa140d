// A page's own script, in which everything goes wrong that can.

function checkout() {
  throw new RangeError('too far')
}

globalThis.faults = {
  thrown() {
    checkout()
  },

  primitive(value) {
    throw value
  },

  inTimer() {
    setTimeout(function onTimer() {
      throw new TypeError('in a timer')
    })
  },

  inListener() {
    const button = document.createElement('button')
    button.addEventListener('click', function onClick() {
      throw new TypeError('in a listener')
    })
    button.click()
  },

  inPromise() {
    Promise.resolve().then(function onFulfilled() {
      throw new TypeError('in a promise')
    })
  },

  async inAsync() {
    await undefined
    throw new TypeError('in an async function')
  },

  rejected(reason) {
    Promise.reject(reason)
  },

  async requested(url) {
    await undefined
    await fetch(url, { method: 'put' })
  },

  /** Is handled after so many ms, or, without, in the same task. */
  handledLate(reason, ms) {
    const promise = Promise.reject(reason)
    const handle = () => promise.catch(() => {})
    if (ms === undefined) Promise.resolve().then(handle)
    else setTimeout(handle, ms)
  },

  rethrown() {
    try {
      checkout()
    } catch (error) {
      error.message += ', thrown on'
      throw error
    }
  },
}
