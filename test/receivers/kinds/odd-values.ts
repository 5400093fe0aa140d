function cyclic(): object {
  const self: Record<string, unknown> = { name: 'a ring' }
  self.self = self
  return self
}

/** What JSON cannot say, and what is more of it than anybody reads. */
export function oddValues(): Record<string, unknown> {
  return {
    date: new Date(0),
    map: new Map([['key', { of: 'a map' }]]),
    set: new Set([1, 2]),
    bytes: new Uint8Array([1, 2, 3]),
    big: 12n,
    nothing: null,
    notANumber: Number.NaN,
    endless: Number.POSITIVE_INFINITY,
    negativeZero: -0,
    huge: Number.MAX_VALUE,
    unsafe: 2 ** 60,
    named: function named() {},
    symbol: Symbol('sign'),
    error: new TypeError('as data'),
    expression: /a+/g,
    ring: cyclic(),
    deep: { 1: { 2: { 3: { 4: { 5: 'too deep' } } } } },
    wide: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, index])),
    '': 'an empty key',
    'a.b$c': 'odd characters in a key',
    text: 'äöü € 😀 \ud800 \u0000 \u001b[31m',
  }
}
