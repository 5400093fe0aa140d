/**
 * The random number of an incoming trace, in [0, 1): as it came, else one that agrees with what the head of the trace
 * has decided. A trace is sampled when the number is below the rate.
 *
 * @param sampled what the head has decided, if anything
 */
export function sampleRandOf(dsc: Record<string, string>, sampled: boolean | undefined): number {
  const given = shareIn(dsc.sample_rand)
  if (given !== undefined && given < 1) return given
  const rate = shareIn(dsc.sample_rate)
  const random = Math.random()
  if (rate === undefined || sampled === undefined) return Math.floor(random * MILLION) / MILLION
  return sampled
    ? Math.floor(random * rate * MILLION) / MILLION
    : Math.min(Math.ceil((rate + random * (1 - rate)) * MILLION), MILLION - 1) / MILLION
}

/** It has six decimals. */
const MILLION = 1e6

function shareIn(text: string | undefined): number | undefined {
  const share = Number(text || Number.NaN)
  return share >= 0 && share <= 1 ? share : undefined
}
