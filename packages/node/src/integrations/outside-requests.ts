import { type Client, type Event, getIsolationScope, together, warn } from '@mayday/core'
import { asyncScopes, outside, RequestScopes } from '../async-scopes.js'
import { watchRequests } from '../instrument/incoming-requests.js'

/** More than anybody reads. */
const MAX_PLACES = 100

/** Says where something is captured that knows of no request while requests are open. Returns what ends that. */
export function warnOutsideRequests(client: Client): () => void {
  const open = new Set<RequestScopes>()
  const told = new Set<string>()
  return together([
    watchRequests({
      opened: (scopes) => void open.add(scopes),
      closed: (scopes) => void open.delete(scopes),
    }),
    client.on('preprocessEvent', (event) => {
      if (open.size === 0 || !isOutside()) return
      const place = placeOf(event)
      if (told.has(place) || told.size >= MAX_PLACES) return
      told.add(place)
      warn(
        `Captured outside of every request while ${open.size} open: ${place}. User, tags and breadcrumbs of the request are missing; see withRequestScope() and bindScopeToEmitter()`,
      )
    }),
  ])
}

/** Jobs that have an isolation scope of their own are where they want to be. */
function isOutside(): boolean {
  return (
    !(asyncScopes.active() instanceof RequestScopes) &&
    getIsolationScope() === outside(getIsolationScope)
  )
}

function placeOf({ exception, message }: Event): string {
  const { type, value, stacktrace } = exception?.values?.at(-1) ?? {}
  const frames = stacktrace?.frames ?? []
  const { filename, lineno } = frames.filter(({ in_app }) => in_app).at(-1) ?? frames.at(-1) ?? {}
  const title = type ? `${type}: ${value}` : (message ?? value ?? 'an event')
  return filename ? `${filename}:${lineno} (${type ?? 'message'})` : title
}
