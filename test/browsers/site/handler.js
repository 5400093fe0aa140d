// A page that has a handler for errors of its own.

const seen = { calls: [], prevented: [] }
globalThis.seen = seen

/** The error itself stays where it is: a test cannot have it. */
globalThis.handle = (message, file, line, column, error) => {
  seen.calls.push([message, file, line, column, String(error)])
  return true
}

globalThis.noticePrevention = () => {
  addEventListener('error', (event) => seen.prevented.push(event.defaultPrevented))
}
