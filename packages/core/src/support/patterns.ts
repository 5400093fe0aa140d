/** A text that must be contained, or an expression that must match. */
export type Pattern = string | RegExp

/** True when one of the patterns fits `text`. */
export function matchesSome(text: string, patterns: readonly Pattern[]): boolean {
  return patterns.some((pattern) => {
    if (typeof pattern === 'string') return text.includes(pattern)
    // What is neither, in a list that nobody checked, fits nothing.
    if (!(pattern instanceof RegExp)) return false
    // An expression with the g or y flag remembers where it last stood.
    pattern.lastIndex = 0
    return pattern.test(text)
  })
}
