// The ways to fail that every engine knows. Each throws, or returns a promise that rejects. No engine's own API is used
// here: browsers and server runtimes load this very file.

function fail(message = 'failed') {
  throw new Error(message)
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 1))

class Shop {
  static open() {
    fail()
  }
  static #unlock() {
    fail()
  }
  static unlock() {
    Shop.#unlock()
  }
  get total() {
    return fail()
  }
  set owner(_name) {
    fail()
  }
  sell() {
    fail()
  }
  sellAll() {
    return [1].map(() => this.sell())
  }
  #count() {
    fail()
  }
  count() {
    this.#count()
  }
  // biome-ignore lint/correctness/useYield: it fails before
  *[Symbol.iterator]() {
    fail()
  }
  [Symbol('bag')]() {
    fail()
  }
  async buy() {
    await pause()
    fail()
  }
}

class ClosedShop extends Shop {
  constructor() {
    super()
    fail()
  }
}

class StockedShop {
  stock = fail()
}

class AnonymousStock {
  fill = () => fail()
}

async function buy() {
  await pause()
  fail()
}

async function order() {
  await buy()
}

// A module of one function that calls the imported `shop.fail`: exported as `call`, named `checkout` when `named`.
export function wasmBytes(named) {
  const text = (value) => [value.length, ...new TextEncoder().encode(value)]
  const section = (id, ...bytes) => [id, bytes.length, ...bytes]
  const names = [...text('name'), ...section(1, 2, 0, ...text('fail'), 1, ...text('checkout'))]
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, 1, 0x60, 0, 0),
    ...section(2, 1, ...text('shop'), ...text('fail'), 0, 0),
    ...section(3, 1, 0),
    ...section(7, 1, ...text('call'), 0, 1),
    ...section(10, 1, 4, 0, 0x10, 0, 0x0b),
    ...(named ? section(0, ...names) : []),
  ])
}

async function callWasm(named) {
  const { instance } = await WebAssembly.instantiate(wasmBytes(named), {
    shop: { fail: () => fail() },
  })
  instance.exports.call()
}

const twoLines = 'the shop\n  is closed'
const likeFrames =
  'see\n    at fake (https://fake.example/a.js:1:1)\nfake@https://fake.example/a.js:2:2'
const minified =
  'Minified React error #31; visit https://react.dev/errors/31?args[]=object for the full message'

// biome-ignore-start lint/security/noGlobalEval: stacks of evaluated code are what this is for
export const failures = [
  ['a plain function', () => fail()],
  [
    'a function that calls itself',
    function again(depth = 2) {
      if (typeof depth !== 'number' || depth === 0) fail()
      again(depth - 1)
    },
  ],
  ['a function without a name', () => (() => (() => fail())())()],
  ['a method', () => new Shop().sell()],
  ['a method called by a built-in function', () => new Shop().sellAll()],
  ['a static method', () => Shop.open()],
  ['a private static method', () => Shop.unlock()],
  ['a constructor', () => new ClosedShop()],
  ['a getter', () => new Shop().total],
  [
    'a setter',
    () => {
      new Shop().owner = 'nobody'
    },
  ],
  ['a private method', () => new Shop().count()],
  ['a method named by a well-known symbol', () => [...new Shop()]],
  [
    'a method named by a symbol',
    () => {
      const shop = new Shop()
      shop[Object.getOwnPropertySymbols(Shop.prototype).find((name) => name !== Symbol.iterator)]()
    },
  ],
  ['a class field', () => new StockedShop()],
  ['an anonymous class field', () => new AnonymousStock().fill()],
  [
    'a static block',
    () =>
      class {
        stock = 0
        static {
          fail()
        }
      },
  ],
  ['a function under the name of another', () => ({ close: fail }).close()],
  ['a computed name', () => ({ 'close all': () => fail() })['close all']()],
  ['an async function', () => order()],
  ['an async method', () => new Shop().buy()],
  ['one of many promises', () => Promise.all([pause(), order()])],
  [
    'any of many promises',
    async () => {
      try {
        await Promise.any([order()])
      } catch (error) {
        throw error.errors[0]
      }
    },
  ],
  [
    'an async generator',
    async () => {
      async function* sales() {
        await pause()
        yield fail()
      }
      for await (const sale of sales()) return sale
    },
  ],
  ['a callback of a promise', () => pause().then(() => fail())],
  [
    'a callback of a timer',
    () =>
      new Promise((_resolve, reject) => {
        setTimeout(function ring() {
          try {
            fail()
          } catch (error) {
            reject(error)
          }
        }, 1)
      }),
  ],
  ['a promise that is made', () => new Promise(() => fail())],
  [
    'a callback of an array',
    () => {
      for (const method of ['forEach'])
        [1][method](function each() {
          fail()
        })
    },
  ],
  ['a callback of a sort', () => [2, 1].sort(() => fail())],
  ['a callback of a replacement', () => 'a'.replace(/a/, () => fail())],
  ['a built-in function', () => JSON.parse('{')],
  ['a call through Reflect', () => Reflect.apply(fail, undefined, [])],
  ['a proxy', () => new Proxy({}, { get: () => fail() }).anything],
  ['evaluated code', () => eval('fail()')],
  ['a function in evaluated code', () => eval('(function inner() { fail() })()')],
  ['code evaluated in evaluated code', () => eval(`(function inner() {\n eval('fail()')\n})()`)],
  [
    'code evaluated from afar',
    () => {
      // biome-ignore lint/complexity/noCommaOperator: indirect eval
      const evaluate = (0, eval)
      evaluate('throw new Error("failed")')
    },
  ],
  ['a made function', () => new Function('fail', 'return fail()')(fail)],
  ['a made function that throws', () => new Function('throw new Error("failed")')()],
  ['a made function in evaluated code', () => eval(`new Function('fail', 'return fail()')(fail)`)],
  ['wasm with names', () => callWasm(true)],
  ['wasm without names', () => callWasm(false)],
  ['a message of two lines', () => fail(twoLines)],
  ['a message like frames', () => fail(likeFrames)],
  ['a minified message of React', () => fail(minified)],
  ['no message', () => fail('')],
  ['an error of another type', () => undefined.shop],
]
// biome-ignore-end lint/security/noGlobalEval: see above

/** What the engine says of each failure: `{ name, message, stack }`. */
export async function stacksOf(failures) {
  const stacks = []
  for (const [name, failure] of failures) {
    await pause()
    try {
      await failure()
    } catch ({ message, stack }) {
      stacks.push({ name, message, stack })
    }
  }
  return stacks
}
