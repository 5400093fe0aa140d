import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { Live } from '../data/live.js'
import { IssuesPage } from '../issues/page.js'
import { Failure } from './failure.js'
import { Header } from './header.js'
import { Help } from './help.js'
import { useKeyboard, useKeys } from './keys.js'
import { Notice } from './notice.js'
import { issuesHref, navigate, type Place, type Room, rooms, usePlace } from './route.js'

/** What is not needed for the first view comes later; `ahead` has it there before somebody asks. */
const parts = {
  issue: () => import('../event/page.js'),
  transactions: () => import('../transactions/list.js'),
  transaction: () => import('../transactions/one.js'),
  rooms: () => import('../rooms/index.js'),
}
const IssuePage = lazy(async () => ({ default: (await parts.issue()).IssuePage }))
const TransactionsPage = lazy(async () => ({
  default: (await parts.transactions()).TransactionsPage,
}))
const TransactionPage = lazy(async () => ({ default: (await parts.transaction()).TransactionPage }))
const RoomPage = lazy(async () => ({ default: (await parts.rooms()).RoomPage }))

export function App({ live }: { live: Live }) {
  const place = usePlace()
  const [isHelping, setHelping] = useState(false)
  const main = useRef<HTMLElement>(null)
  useKeyboard()
  useKeys({
    '?': () => setHelping(true),
    ...Object.fromEntries(destinations().map(([key, href]) => [key, () => navigate(href)])),
  })
  useAhead()
  useFocusOn(main, place)
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <Header live={live} route={place.route} onHelp={() => setHelping(true)} />
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense>
          <View {...place} />
        </Suspense>
      </main>
      <Notice />
      {isHelping && <Help onClose={() => setHelping(false)} />}
    </>
  )
}

function View({ route, params }: Place) {
  switch (route.view) {
    case 'issues':
      return <IssuesPage params={params} />
    case 'issue':
      return <IssuePage key={route.issueId} issueId={route.issueId} eventId={route.eventId} />
    case 'event':
      return <IssuePage key={route.eventId} eventId={route.eventId} />
    case 'transactions':
      return <TransactionsPage params={params} />
    case 'transaction':
      return <TransactionPage key={route.id} id={route.id} />
    case 'nowhere':
      return <Failure title="Nothing is here" error={new Error('No page has this address.')} />
    default:
      return <RoomPage room={route.view} params={params} />
  }
}

function destinations(): [key: string, href: string][] {
  const toRooms = rooms.map((room: Room): [string, string] => [`g ${room[0]}`, `/${room}`])
  return [['g i', issuesHref], ...toRooms]
}

/** Loads the rest while nothing else is to be done. */
function useAhead(): void {
  useEffect(() => {
    const load = () => void Promise.all(Object.values(parts).map((part) => part())).catch(() => {})
    const timer = setTimeout(load, 500)
    return () => clearTimeout(timer)
  }, [])
}

/** A new view is where keys and screen readers go on. */
function useFocusOn(main: { current: HTMLElement | null }, { route }: Place): void {
  const last = useRef(route.view)
  useEffect(() => {
    if (last.current === route.view) return
    last.current = route.view
    // A view that has chosen a place already keeps it.
    if (!main.current?.contains(document.activeElement))
      main.current?.focus({ preventScroll: true })
  }, [main, route.view])
}
