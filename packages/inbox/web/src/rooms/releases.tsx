import { useQuery } from '@tanstack/react-query'
import type { ReleaseAnswer } from '../../../src/api/answers.js'
import { releasesQuery } from '../data/queries.js'
import { pair } from '../issues/search.js'
import { Failure } from '../shell/failure.js'
import { hrefWith, issuesHref } from '../shell/route.js'
import { useRowKeys } from '../shell/row-keys.js'
import { Ago } from '../shell/time.js'
import { dsn, EmptyRoom } from '../shell/welcome.js'
import { countOf, percent, shortNumber } from '../shell/words.js'
import { RoomFilter } from './room-filter.js'

export function ReleasesPage({ params }: { params: URLSearchParams }) {
  const { data, error } = useQuery(releasesQuery(params.toString()))
  useRowKeys()
  if (error && !data) return <Failure title="The releases could not be read" error={error} />
  if (!data) return null
  return (
    <>
      <title>Releases · Mayday Inbox</title>
      <div className="room-head">
        <h1>Releases</h1>
        <div className="filter-bar">
          <RoomFilter path="/releases" params={params} by="project" />
          <RoomFilter path="/releases" params={params} by="environment" />
        </div>
      </div>
      {data.releases.length === 0 ? (
        <EmptyRoom title="No release yet" code={`init({ dsn: '${dsn()}', release: 'shop@1.2.0' })`}>
          A release appears here with the first event or session that names it:
        </EmptyRoom>
      ) : (
        <ReleaseTable releases={data.releases} />
      )}
    </>
  )
}

function ReleaseTable({ releases }: { releases: ReleaseAnswer[] }) {
  return (
    <div className="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Release</th>
            <th scope="col">Crash-free</th>
            <th scope="col" className="late">
              Sessions
            </th>
            <th scope="col" className="late">
              Users
            </th>
            <th scope="col">New issues</th>
            <th scope="col">Events</th>
            <th scope="col" className="late">
              Last
            </th>
          </tr>
        </thead>
        <tbody>
          {releases.map((release) => (
            <Row key={`${release.project} ${release.version}`} release={release} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ release }: { release: ReleaseAnswer }) {
  const { project, version, crashFree, crashFreeUsers, crashed, errored, sessions } = release
  const query = `${pair('release', version)} ${pair('project', project)} is:any`
  return (
    <tr>
      <td className="name">
        <a data-row href={hrefWith(issuesHref, { query })}>
          {version}
        </a>{' '}
        <small>
          {project} · since <Ago iso={release.firstSeen} />
        </small>
      </td>
      <td title={`${countOf(crashed, 'session')} crashed, ${errored} had errors`}>
        <CrashFree share={crashFree} />
      </td>
      <td className="late">{sessions === 0 ? '–' : shortNumber(sessions)}</td>
      <td
        title={crashFreeUsers === undefined ? undefined : `${percent(crashFreeUsers)} crash-free`}
      >
        {release.users === 0 ? '–' : shortNumber(release.users)}
      </td>
      <td data-bad={release.newIssues > 0}>{release.newIssues}</td>
      <td>{shortNumber(release.events)}</td>
      <td className="late">
        <Ago iso={release.lastSeen} />
      </td>
    </tr>
  )
}

function CrashFree({ share }: { share: number | undefined }) {
  if (share === undefined) return '–'
  return (
    <span className="crash-free" data-bad={share < 0.99}>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="rest" width="100" height="6" />
        <rect className="part" width={share * 100} height="6" />
      </svg>
      {percent(share)}
    </span>
  )
}
