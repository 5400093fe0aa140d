import { useQuery } from '@tanstack/react-query'
import { type Live, useIsConnected } from '../data/live.js'
import { totalsQuery } from '../data/queries.js'
import { issuesHref, type Room, type Route, rooms } from './route.js'
import { countOf } from './words.js'

const names: Record<Room, string> = {
  transactions: 'Transactions',
  releases: 'Releases',
  logs: 'Logs',
  feedback: 'Feedback',
  'check-ins': 'Check-ins',
  delivery: 'Delivery',
}

const inIssues = ['issues', 'issue', 'event']

export function Header({ live, route, onHelp }: { live: Live; route: Route; onHelp(): void }) {
  const here = inIssues.includes(route.view) ? 'issues' : route.view.replace(/^transaction$/, '$&s')
  return (
    <header className="bar">
      <a className="wordmark" href={issuesHref}>
        Mayday <span>Inbox</span>
      </a>
      <nav className="rooms" aria-label="Main">
        <a href={issuesHref} aria-current={here === 'issues' ? 'page' : undefined}>
          Issues
        </a>
        {rooms.map((room) => (
          <a key={room} href={`/${room}`} aria-current={here === room ? 'page' : undefined}>
            {names[room]}
          </a>
        ))}
      </nav>
      <Connection live={live} />
      <button type="button" className="help-button" aria-label="Keys and settings" onClick={onHelp}>
        ?
      </button>
    </header>
  )
}

function Connection({ live }: { live: Live }) {
  const isLive = useIsConnected(live)
  const { data } = useQuery(totalsQuery)
  const title = data && `${countOf(data.events, 'event')} in ${countOf(data.issues, 'issue')}`
  return (
    <p className="connection" data-live={isLive} role="status" title={title}>
      {isLive ? 'Live' : 'Not connected'}
    </p>
  )
}
