/**
 * Which of two releases is newer: negative, zero or positive as for `sort`; undefined when their names do not say. Names
 * are versions, alone or behind the name of a package: `shop@1.4.2`, `1.4.2-beta.1`, `v2`.
 */
export function compareReleases(a: string, b: string): number | undefined {
  if (a === b) return 0
  const [first, second] = [parse(a), parse(b)]
  if (!first || !second || first.name !== second.name) return undefined
  return compareNumbers(first.numbers, second.numbers) || comparePre(first.pre, second.pre)
}

interface Version {
  name: string
  numbers: number[]
  pre: string[]
}

function parse(release: string): Version | undefined {
  const at = release.lastIndexOf('@')
  const match = /^v?(\d+(?:\.\d+){0,3})(?:-([\w.-]+))?(?:\+.*)?$/.exec(release.slice(at + 1))
  // A commit's hash may happen to be all digits; no version is that large.
  if (!match?.[1] || match[1].length > 30) return undefined
  const numbers = match[1].split('.').map(Number)
  if (numbers.length === 1 && !/^v?\d{1,6}$/.test(release.slice(at + 1))) return undefined
  return { name: release.slice(0, Math.max(at, 0)), numbers, pre: match[2]?.split('.') ?? [] }
}

function compareNumbers(a: number[], b: number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** What has a suffix comes before what has none: `1.0.0-beta` is not yet `1.0.0`. */
function comparePre(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = comparePart(a[index], b[index])
    if (difference !== 0) return difference
  }
  return 0
}

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  if (a === undefined) return -1
  if (b === undefined) return 1
  const [first, second] = [Number(a), Number(b)]
  if (!Number.isNaN(first) && !Number.isNaN(second)) return first - second
  if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? 1 : -1
  return a < b ? -1 : 1
}
