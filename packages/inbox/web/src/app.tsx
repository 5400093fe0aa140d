import type { Totals } from '../../src/event/stored.js'
import { EventPage } from './event-page.js'
import { type InboxState, useInbox } from './inbox-state.js'
import { IssueList } from './issue-list.js'
import { issuesHref, useRoute } from './route.js'

export function App() {
  const inbox = useInbox()
  const route = useRoute()
  return (
    <>
      {route.page === 'issues' && <title>Mayday Inbox</title>}
      <Header inbox={inbox} />
      <main>
        {route.page === 'issues' ? (
          <IssueList inbox={inbox} />
        ) : (
          <EventPage key={route.issueId} route={route} inbox={inbox} />
        )}
      </main>
      {inbox.totals !== undefined && inbox.totals.events > 0 && <Footer totals={inbox.totals} />}
    </>
  )
}

function Header({ inbox }: { inbox: InboxState }) {
  return (
    <header className="bar">
      <a className="wordmark" href={issuesHref}>
        Mayday <span>Inbox</span>
      </a>
      <p className="connection" data-live={inbox.live} role="status">
        {inbox.live ? 'Live' : 'Not connected'}
      </p>
    </header>
  )
}

function Footer({ totals }: { totals: Totals }) {
  const { events, issues, unreadable, discarded } = totals
  return (
    <footer>
      <p>
        {count(events, 'event')} in {count(issues, 'issue')}
        {unreadable > 0 && ` · ${count(unreadable, 'stored record')} could not be read`}
      </p>
      {discarded.length > 0 && (
        <p>
          Reported as never sent:{' '}
          {discarded
            .map(({ reason, category, quantity }) => `${quantity} ${category} (${reason})`)
            .join(', ')}
        </p>
      )}
    </footer>
  )
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
