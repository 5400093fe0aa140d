/** `1 event`, `1,204 events` */
export function countOf(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

/** `999`, `1.2K`, `3M` */
export function shortNumber(number: number): string {
  return compact.format(number)
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** Milliseconds as one reads them: `0.4 ms`, `230 ms`, `1.24 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  const size = Math.abs(ms)
  if (size < 10) return `${round(ms, 1)} ms`
  if (size < 1000) return `${Math.round(ms)} ms`
  if (size < 60_000) return `${round(ms / 1000, 2)} s`
  const minutes = Math.floor(size / 60_000)
  return `${ms < 0 ? '−' : ''}${minutes} min ${Math.round((size % 60_000) / 1000)} s`
}

/** `12 bytes`, `3.4 kB`, `1.2 MB` */
export function bytes(size: number): string {
  if (size < 1000) return countOf(size, 'byte')
  return size < 1_000_000 ? `${round(size / 1000, 1)} kB` : `${round(size / 1_000_000, 1)} MB`
}

/** `99.87 %`, and 100 % only where nothing is missing. */
export function percent(share: number): string {
  const rounded = Math.round(share * 10_000) / 100
  return `${share < 1 ? Math.min(rounded, 99.99) : rounded} %`
}

function round(number: number, digits: number): number {
  return Math.round(number * 10 ** digits) / 10 ** digits
}
