/** How many took how long: the bin of a duration by its logarithm, so that all are equally exact. */
export type Histogram = Map<number, number>

const growth = Math.log(1.2)
const firstBin = -40
const lastBin = 140

/** The bin of a duration in milliseconds: each is a fifth wider than the one before. */
export function binOf(duration: number): number {
  if (duration <= 0) return firstBin
  return Math.min(Math.max(Math.floor(Math.log(duration) / growth), firstBin), lastBin)
}

export function addTo(histogram: Histogram, bin: number, count: number): void {
  histogram.set(bin, (histogram.get(bin) ?? 0) + count)
}

/**
 * The duration, in milliseconds and within 10 %, that a share of all stayed below; undefined when there are none.
 *
 * @param share from 0 to 1
 */
export function percentile(histogram: Histogram, share: number): number | undefined {
  const bins = [...histogram].sort(([a], [b]) => a - b)
  const total = bins.reduce((sum, [, count]) => sum + count, 0)
  let left = Math.max(Math.ceil(total * share), 1)
  for (const [bin, count] of bins) {
    left -= count
    if (left <= 0) return middleOf(bin)
  }
  return undefined
}

function middleOf(bin: number): number {
  return bin === firstBin ? 0 : Number(Math.exp((bin + 0.5) * growth).toPrecision(3))
}
