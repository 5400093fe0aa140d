import type { TransactionBucket } from '../../../src/api/answers.js'
import { TimeChart } from '../charts/lines.js'
import { duration, shortNumber } from '../shell/words.js'

/** How long requests took and how many there were, side by side. */
export function TransactionCharts({ buckets }: { buckets: TransactionBucket[] }) {
  const times = buckets.map(({ at }) => at)
  return (
    <div className="charts">
      <TimeChart
        title="Response time"
        kind="lines"
        times={times}
        format={duration}
        series={[
          { name: 'p50', values: buckets.map(({ p50 }) => p50) },
          { name: 'p95', values: buckets.map(({ p95 }) => p95) },
        ]}
      />
      <TimeChart
        title="Requests"
        kind="bars"
        times={times}
        format={shortNumber}
        series={[
          { name: 'all', values: buckets.map(({ count }) => count) },
          { name: 'failed', values: buckets.map(({ failures }) => failures) },
        ]}
      />
    </div>
  )
}
