function fail() {
  throw new Error('failed')
}

self.onmessage = function serve() {
  try {
    fail()
  } catch ({ message, stack }) {
    self.postMessage({ message, stack })
  }
}
