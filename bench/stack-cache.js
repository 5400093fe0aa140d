// What a cache of parsed lines would give the stack parser: prints how long parsing takes with one, as a ratio to how
// long it takes without. Wants the packages' builds (`npm run build`).
import { createStackParser } from '@mayday/core'

const MAX_CACHED_LINES = 500
const ROUNDS = 15
const STACKS = 2000
const FRAMES = [10, 50]

const parse = createStackParser({ isInApp: (filename) => !filename.includes('/node_modules/') })

/** Keeps the frame of each line, and gives out copies: processors may change theirs. */
function withCache() {
  const cache = new Map()
  const frameOf = (line) => {
    const frame = cache.get(line) ?? parse(line)[0]
    if (cache.size >= MAX_CACHED_LINES) cache.clear()
    cache.set(line, frame)
    return { ...frame }
  }
  return (stack) => stack.split('\n').slice(1).map(frameOf).reverse()
}

/** Texts of their own, as an engine makes them: none shares its characters with another. */
function stacks(frames, isRepeated) {
  return Array.from({ length: STACKS }, (_, stack) => {
    const lines = Array.from({ length: frames }, (_, frame) => {
      const line = isRepeated ? frame + 1 : stack * frames + frame + 1
      return `    at Shop.method${frame} (https://shop.example/assets/index-1a2b3c4d.js:${line}:1234)`
    })
    return JSON.parse(JSON.stringify(['Error: failed', ...lines].join('\n')))
  })
}

function seconds(parser, texts) {
  const start = performance.now()
  for (const text of texts) parser(text)
  return (performance.now() - start) / 1000
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** Turn by turn, so that whatever else the machine does hits both alike. */
function ratio(frames, isRepeated) {
  const ratios = []
  const plain = []
  for (let round = 0; round < ROUNDS; round++) {
    const without = seconds(parse, stacks(frames, isRepeated))
    ratios.push(seconds(withCache(), stacks(frames, isRepeated)) / without)
    plain.push((without / STACKS) * 1e6)
  }
  return {
    'time with cache / without': median(ratios).toFixed(2),
    'µs a stack without': median(plain).toFixed(1),
  }
}

console.table(
  Object.fromEntries(
    FRAMES.flatMap((frames) => [
      [`the same ${frames} lines again and again`, ratio(frames, true)],
      [`${frames} other lines each time`, ratio(frames, false)],
    ]),
  ),
)
