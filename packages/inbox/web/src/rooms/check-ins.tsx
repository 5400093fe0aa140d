import { useQuery } from '@tanstack/react-query'
import type { CheckInsAnswer } from '../../../src/api/answers.js'
import { checkInsQuery } from '../data/queries.js'
import { Failure } from '../shell/failure.js'
import { Ago } from '../shell/time.js'
import { EmptyRoom } from '../shell/welcome.js'
import { duration } from '../shell/words.js'

type Monitor = CheckInsAnswer['monitors'][number]

const words: Record<Monitor['status'], string> = {
  ok: 'ok',
  error: 'failed',
  in_progress: 'running',
  missed: 'missed',
  timeout: 'runs too long',
}

const snippet = `Sentry.withMonitor('nightly', run, {
  schedule: { type: 'crontab', value: '0 3 * * *' },
})`

export function CheckInsPage() {
  // What is missed sends nothing: only time tells.
  const { data, error } = useQuery({ ...checkInsQuery, refetchInterval: 30_000 })
  if (error && !data) return <Failure title="The check-ins could not be read" error={error} />
  if (!data) return null
  return (
    <>
      <title>Check-ins · Mayday Inbox</title>
      <div className="room-head">
        <h1>Check-ins</h1>
      </div>
      {data.monitors.length === 0 ? (
        <EmptyRoom title="No job has checked in yet" code={snippet}>
          Jobs that say when they start and end appear here, and those that do not start when they
          should:
        </EmptyRoom>
      ) : (
        <ul className="monitors">
          {data.monitors.map((monitor) => (
            <MonitorCard
              key={`${monitor.project} ${monitor.slug} ${monitor.environment}`}
              monitor={monitor}
            />
          ))}
        </ul>
      )}
    </>
  )
}

function MonitorCard({ monitor }: { monitor: Monitor }) {
  const { slug, status, project, environment, schedule, nextAt, checkIns } = monitor
  const latest = checkIns[0]
  return (
    <li className="monitor" data-state={status}>
      <h2>{slug}</h2>
      <p className="marks">
        <span className="state">{words[status]}</span>
        {schedule !== undefined && <code>{schedule}</code>}
        <span>{environment}</span>
        <span>project {project}</span>
        {latest && (
          <span>
            last <Ago iso={latest.at} />
            {latest.duration !== undefined && ` in ${duration(latest.duration)}`}
          </span>
        )}
        {nextAt !== undefined && <span>due {new Date(nextAt).toLocaleString()}</span>}
      </p>
      <ol className="runs">
        {checkIns
          .slice(0, 40)
          .toReversed()
          .map(({ id, status: state, at, duration: took }) => (
            <li key={id} data-state={state} title={runWords(state, at, took)}>
              <span className="hidden">{runWords(state, at, took)}</span>
            </li>
          ))}
      </ol>
    </li>
  )
}

function runWords(state: string, at: string, took: number | undefined): string {
  return [state, new Date(at).toLocaleString(), took === undefined ? '' : duration(took)]
    .filter(Boolean)
    .join(', ')
}
