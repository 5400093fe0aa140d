import { useEffect, useReducer, useState } from 'react'
import type { ArrivalMessage, IssuesAnswer } from '../../src/api/answers.js'
import type { Issue, Totals } from '../../src/event/stored.js'

export interface InboxState {
  /** Undefined until the first answer. */
  issues?: Issue[]
  totals?: Totals
  /** The stream is connected: what is shown is what is there. */
  live: boolean
  /** The newest arrival since the page was opened. */
  arrival?: ArrivalMessage
}

type Action =
  | { type: 'loaded'; answer: IssuesAnswer }
  | { type: 'arrived'; message: ArrivalMessage }
  | { type: 'connection'; live: boolean }

/** The issues of the inbox, kept up to date by its stream. */
export function useInbox(): InboxState {
  const [state, dispatch] = useReducer(reduce, { live: false })
  useEffect(() => {
    const stream = new EventSource('api/0/stream')
    // Also after a reconnection, when arrivals were missed.
    stream.onopen = () => {
      dispatch({ type: 'connection', live: true })
      getJson<IssuesAnswer>('api/0/issues').then(
        (answer) => dispatch({ type: 'loaded', answer }),
        () => dispatch({ type: 'connection', live: false }),
      )
    }
    stream.onerror = () => dispatch({ type: 'connection', live: false })
    stream.addEventListener('arrival', ({ data }: MessageEvent<string>) =>
      dispatch({ type: 'arrived', message: JSON.parse(data) as ArrivalMessage }),
    )
    return () => stream.close()
  }, [])
  return state
}

export interface Loaded<T> {
  data?: T
  error?: string
}

/** What the API answers at a path; asked again when `version` changes, while the old stays shown. */
export function useAnswer<T>(path: string, version: number | string): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { path?: string }>({})
  // `version` is not read in the effect: a new version is a reason to ask again
  // During a flood of arrivals what is shown already can wait for a pause.
  const delay = loaded.path === path ? 200 : 0
  useEffect(() => {
    let current = true
    const load = () =>
      getJson<T>(path).then(
        (data) => current && setLoaded({ path, data }),
        (error: Error) => current && setLoaded({ path, error: error.message }),
      )
    const timer = setTimeout(load, delay)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [path, version])
  return loaded
}

async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(path)
  const body = (await response.json()) as T & { detail?: string }
  if (!response.ok) throw new Error(body.detail ?? `The inbox answered ${response.status}.`)
  return body
}

function reduce(state: InboxState, action: Action): InboxState {
  switch (action.type) {
    case 'loaded':
      return { ...state, ...action.answer }
    case 'connection':
      return { ...state, live: action.live }
    case 'arrived':
      return arrived(state, action.message)
  }
}

function arrived(state: InboxState, message: ArrivalMessage): InboxState {
  const others = (state.issues ?? []).filter(({ id }) => id !== message.issue.id)
  const issues = [message.issue, ...others]
  const { totals } = state
  return {
    ...state,
    arrival: message,
    issues,
    ...(totals && { totals: { ...totals, events: totals.events + 1, issues: issues.length } }),
  }
}
