import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LogAnswer } from '../../../src/api/answers.js'
import { filtersQuery, logsQuery } from '../data/queries.js'
import { Choice } from '../shell/choice.js'
import { Failure } from '../shell/failure.js'
import { useKeys } from '../shell/keys.js'
import { hrefWith, replaceAddress } from '../shell/route.js'
import { SearchField } from '../shell/search-field.js'
import { dsn, EmptyRoom } from '../shell/welcome.js'
import { LogLine } from './log-line.js'

const path = '/logs'
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

export function LogsPage({ params }: { params: URLSearchParams }) {
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery(logsQuery(params.toString()))
  const logs = data?.pages.flatMap((page) => page.logs)
  const { shown, isTailing, toggle, waiting } = useTail(logs)
  useKeys({ t: toggle })
  if (error && !data) return <Failure title="The logs could not be read" error={error} />
  const isPlain = [...params.keys()].length === 0
  return (
    <>
      <title>Logs · Mayday Inbox</title>
      <div className="room-head">
        <h1>Logs</h1>
        <button type="button" className="tail" aria-pressed={isTailing} onClick={toggle}>
          {isTailing ? 'Following' : `Paused${waiting > 0 ? `, ${waiting} new` : ''}`} <kbd>t</kbd>
        </button>
      </div>
      <LogFilters params={params} />
      {shown?.length === 0 && isPlain && (
        <EmptyRoom
          title="No logs yet"
          code={`Sentry.init({ dsn: '${dsn()}', enableLogs: true })\n\nSentry.logger.info('Paid', { order: 42 })`}
        >
          What a program logs through its SDK appears here as it happens:
        </EmptyRoom>
      )}
      {shown?.length === 0 && !isPlain && <p className="nothing">No log matches.</p>}
      {shown && shown.length > 0 && (
        <ol className="logs">
          {shown.map((log) => (
            <LogLine key={log.seq} log={log} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <button type="button" className="more" onClick={() => void fetchNextPage()}>
          Older logs
        </button>
      )}
    </>
  )
}

/** Newer lines push what is shown down; who reads stops them. */
function useTail(logs: LogAnswer[] | undefined) {
  const [until, setUntil] = useState<number>()
  const newest = logs?.[0]?.seq
  const isTailing = until === undefined
  const shown = isTailing ? logs : logs?.filter(({ seq }) => seq <= until)
  return {
    shown,
    isTailing,
    waiting: (logs?.length ?? 0) - (shown?.length ?? 0),
    toggle: () => setUntil(isTailing ? (newest ?? 0) : undefined),
  }
}

function LogFilters({ params }: { params: URLSearchParams }) {
  const { data } = useQuery(filtersQuery)
  const set = (key: string, value: string) =>
    replaceAddress(hrefWith(path, { ...Object.fromEntries(params), [key]: value }))
  const trace = params.get('trace')
  return (
    <>
      <SearchField
        value={params.get('query') ?? ''}
        label="Search logs"
        placeholder="Words in the log"
        onSearch={(query) => set('query', query)}
      />
      <div className="filter-bar">
        <Choice
          name="level"
          values={levels}
          value={params.get('level') ?? ''}
          onChoose={(value) => set('level', value)}
        />
        <Choice
          name="project"
          values={data?.projects ?? []}
          value={params.get('project') ?? ''}
          onChoose={(value) => set('project', value)}
        />
        {trace !== null && (
          <button type="button" onClick={() => set('trace', '')}>
            Trace {trace.slice(0, 8)} ×
          </button>
        )}
      </div>
    </>
  )
}
