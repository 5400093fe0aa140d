import type { StackParser } from './stack-parser.js'
import { fileOf } from './throwing-file.js'

/** Bundler plugins have each file of a program say something of itself, by the text of a stack that begins in it. */
type Facts = Readonly<Record<string, unknown>>

/** Where that is written, by the plugins' own names; what stands in the first of them counts. */
export const factHolders: Set<object> = /* @__PURE__ */ new Set([globalThis])

/** No stack is read twice. */
const files = /* @__PURE__ */ new Map<string, string | undefined>()

/** What is said under these names, by file. It throws where somebody has put up a trap there. */
export function factsByFile(
  names: readonly string[],
  parse: StackParser,
): Map<string | undefined, unknown> {
  const facts = new Map<string | undefined, unknown>()
  for (const holder of factHolders) {
    for (const name of names) {
      const written = (holder as Record<string, Facts | undefined>)[name]
      for (const [stack, fact] of Object.entries(written ?? {})) {
        if (!files.has(stack)) files.set(stack, fileOf(parse(stack)))
        const file = files.get(stack)
        if (file && !facts.has(file)) facts.set(file, fact)
      }
    }
  }
  return facts
}
