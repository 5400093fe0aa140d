import type { Issue } from '../../../src/event/stored.js'
import { Bars } from '../charts/bars.js'
import { Ago } from '../shell/time.js'

const day = 86_400_000

/** How often it happened in the last 30 days, when first and when last. */
export function History({ issue, days }: { issue: Issue; days: number[] }) {
  const today = Date.now()
  const bars = days.map((value, index) => ({
    label: dayOf(today - (days.length - 1 - index) * day),
    value,
  }))
  return (
    <section className="history">
      <h2>Last 30 days</h2>
      <Bars bars={bars} title="Events in each of the last 30 days" noun="event" />
      <dl className="pairs">
        <div>
          <dt>first</dt>
          <dd>
            <Ago iso={issue.firstSeen} /> {issue.firstRelease && `in ${issue.firstRelease}`}
          </dd>
        </div>
        <div>
          <dt>last</dt>
          <dd>
            <Ago iso={issue.lastSeen} /> {issue.lastRelease && `in ${issue.lastRelease}`}
          </dd>
        </div>
        {issue.regressedAt && (
          <div>
            <dt>regressed</dt>
            <dd>
              <Ago iso={issue.regressedAt} />
            </dd>
          </div>
        )}
      </dl>
    </section>
  )
}

function dayOf(time: number): string {
  return new Date(time).toLocaleDateString('en', { month: 'short', day: 'numeric' })
}
