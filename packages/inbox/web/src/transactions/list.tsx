import { useQuery } from '@tanstack/react-query'
import type { TransactionGroup, TransactionSample } from '../../../src/api/answers.js'
import { filtersQuery, samplesQuery, transactionsQuery } from '../data/queries.js'
import { Choice } from '../shell/choice.js'
import { Failure } from '../shell/failure.js'
import { useKeys } from '../shell/keys.js'
import { hrefWith, navigate, replaceAddress, transactionHref } from '../shell/route.js'
import { useRowKeys } from '../shell/row-keys.js'
import { Ago } from '../shell/time.js'
import { dsn, EmptyRoom } from '../shell/welcome.js'
import { countOf, duration, percent, shortNumber } from '../shell/words.js'
import { TransactionCharts } from './charts.js'

const path = '/transactions'

export function TransactionsPage({ params }: { params: URLSearchParams }) {
  const name = params.get('name')
  return name === null ? <Groups params={params} /> : <Samples params={params} name={name} />
}

const spans = [
  ['1', 'Last hour'],
  ['24', 'Last day'],
  ['168', 'Last week'],
  ['720', 'Last 30 days'],
] as const

function Groups({ params }: { params: URLSearchParams }) {
  const { data, error } = useQuery(transactionsQuery(params.toString()))
  useRowKeys()
  if (error && !data) return <Failure title="The transactions could not be read" error={error} />
  if (!data) return null
  return (
    <>
      <title>Transactions · Mayday Inbox</title>
      <div className="room-head">
        <h1>Transactions</h1>
        <Filters params={params} />
      </div>
      {data.transactions.length === 0 ? (
        <EmptyRoom
          title="No transactions yet"
          code={`Sentry.init({ dsn: '${dsn()}', tracesSampleRate: 1 })`}
        >
          Requests and page loads appear here when an SDK traces them:
        </EmptyRoom>
      ) : (
        <>
          <TransactionCharts buckets={data.buckets} />
          <GroupTable groups={data.transactions} params={params} />
        </>
      )}
    </>
  )
}

function Filters({ params }: { params: URLSearchParams }) {
  const { data } = useQuery(filtersQuery)
  const set = (key: string, value: string) =>
    replaceAddress(hrefWith(path, { ...Object.fromEntries(params), [key]: value }))
  return (
    <div className="filter-bar">
      <Choice
        name="project"
        values={data?.projects ?? []}
        value={params.get('project') ?? ''}
        onChoose={(value) => set('project', value)}
      />
      <Choice
        name="environment"
        values={data?.environments ?? []}
        value={params.get('environment') ?? ''}
        onChoose={(value) => set('environment', value)}
      />
      <Choice
        name="release"
        values={data?.releases ?? []}
        value={params.get('release') ?? ''}
        onChoose={(value) => set('release', value)}
      />
      <select
        aria-label="Time"
        value={params.get('hours') ?? '24'}
        onChange={({ target }) => set('hours', target.value === '24' ? '' : target.value)}
      >
        {spans.map(([hours, label]) => (
          <option key={hours} value={hours}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}

function GroupTable({ groups, params }: { groups: TransactionGroup[]; params: URLSearchParams }) {
  return (
    <div className="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Count</th>
            <th scope="col">Failed</th>
            <th scope="col">p50</th>
            <th scope="col">p95</th>
            <th scope="col" className="late">
              Last
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={`${group.project} ${group.name}`}>
              <td className="name">
                <a data-row href={groupHref(group, params)}>
                  {group.name}
                </a>{' '}
                <small>
                  {group.op} · {group.project}
                </small>
              </td>
              <td>{shortNumber(group.count)}</td>
              <td data-bad={group.failures > 0}>
                {group.failures > 0 ? percent(group.failures / group.count) : '–'}
              </td>
              <td>{duration(group.p50)}</td>
              <td>{duration(group.p95)}</td>
              <td className="late">
                <Ago iso={group.lastSeen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function groupHref({ project, name }: TransactionGroup, params: URLSearchParams): string {
  return hrefWith(path, { ...Object.fromEntries(params), project, name })
}

function Samples({ params, name }: { params: URLSearchParams; name: string }) {
  const { data, error } = useQuery(samplesQuery(params.toString()))
  useRowKeys()
  useKeys({ u: () => navigate(path) })
  if (error && !data) return <Failure title="The transactions could not be read" error={error} />
  if (!data) return null
  return (
    <>
      <title>{`${name} · Mayday Inbox`}</title>
      <p className="trail">
        <a href={path}>← Transactions</a>
      </p>
      <div className="room-head">
        <h1>{name}</h1>
        <span className="quiet">{countOf(data.samples.length, 'sample')}, the newest first</span>
      </div>
      <TransactionCharts buckets={data.buckets} />
      <SampleTable samples={data.samples} />
    </>
  )
}

function SampleTable({ samples }: { samples: TransactionSample[] }) {
  const longest = Math.max(1, ...samples.map(({ duration }) => duration))
  return (
    <div className="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Started</th>
            <th scope="col">Status</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr key={sample.id}>
              <td className="name">
                <a data-row href={transactionHref(sample.id)}>
                  {new Date(sample.startedAt).toLocaleString()}
                </a>{' '}
                <small>
                  <Ago iso={sample.startedAt} />
                </small>
              </td>
              <td data-bad={isBad(sample.status)}>{sample.status}</td>
              <td className="took">
                <span
                  className="took-bar"
                  style={{ width: `${(sample.duration / longest) * 100}%` }}
                />
                <span>{duration(sample.duration)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function isBad(status: string): boolean {
  return !['ok', 'unknown', 'cancelled', ''].includes(status)
}
