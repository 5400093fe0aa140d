function fail() {
  throw new Error('failed')
}

export function open() {
  fail()
}
