// What becomes of many measurements.

export function median(values) {
  return quantile(values, 0.5)
}

/** How far apart the middle half of the values is. */
export function spread(values) {
  return quantile(values, 0.75) - quantile(values, 0.25)
}

export function rounded(value, by = 10) {
  // Without the minus that a small negative number leaves.
  return Math.round(value * by) / by || 0
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)]
  return low + (sorted[Math.ceil(at)] - low) * (at % 1)
}
