import {
  addBreadcrumb,
  type Client,
  type Event,
  type EventHint,
  getClient,
  getCurrentScope,
  getIsolationScope,
  type Scope,
  safely,
} from '@mayday/browser'

/** An action of any store. */
export interface ReduxAction {
  // biome-ignore lint/suspicious/noExplicitAny: programs read members of it without asking, as version 10 lets them
  type: any
  // biome-ignore lint/suspicious/noExplicitAny: see above
  [member: string]: any
}

// biome-ignore lint/suspicious/noExplicitAny: programs say which state theirs is, or nothing, as version 10 lets them
export interface ReduxEnhancerOptions<State = any> {
  /** What is left of an action as a breadcrumb's data; nothing for `null`. @default its `type`, and nothing else */
  actionTransformer?: ((action: ReduxAction) => object | null | undefined) | undefined
  /** The parts of the state that events may tell, as paths: `['cart.items', 'session.step']`. @default none */
  state?: readonly string[] | undefined
  /** What events tell of the state, in place of the option `state`; nothing for `null`. */
  stateTransformer?: ((state: State) => unknown) | undefined
  /** Sends what events tell of the state as the file `redux_state.json`, too. @default true */
  attachReduxState?: boolean | undefined
  /** Called with the current scope after each action. */
  configureScopeWithState?: ((scope: Scope, state: State) => void) | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: what Redux has for it, of any version
type CreateStore = (reducer: any, ...rest: any[]) => any

/** Fits what Redux and Redux Toolkit take, and leaves the store's type as it is. */
export type ReduxEnhancer = <Create extends CreateStore>(createStore: Create) => Create

type Reducer = (state: unknown, action: ReduxAction) => unknown

/**
 * An enhancer for stores of Redux that leaves a breadcrumb for each action, with its `type` and nothing else, unless
 * `actionTransformer` says more. Of the state, events tell only what `state` names or `stateTransformer` returns, in
 * `contexts.state`; secrets are taken out of it as out of anything else.
 */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function createReduxEnhancer<State = any>(
  options: ReduxEnhancerOptions<State> = {},
): ReduxEnhancer {
  const note = noteWith(options as ReduxEnhancerOptions)
  const watched =
    (reducer: Reducer): Reducer =>
    (before, action) => {
      const state = reducer(before, action)
      safely('redux', () => note(state, action))
      return state
    }
  return <Create extends CreateStore>(createStore: Create): Create => {
    const create: CreateStore = (reducer, ...rest) => {
      const store = createStore(watched(reducer), ...rest)
      return {
        ...store,
        replaceReducer: (next: Reducer) => store.replaceReducer(watched(next)),
      }
    }
    return create as Create
  }
}

function noteWith({
  actionTransformer = ({ type }) => ({ type }),
  state: paths = [],
  stateTransformer = (state) => (paths.length ? picked(state, paths) : null),
  attachReduxState = true,
  configureScopeWithState,
}: ReduxEnhancerOptions): (state: unknown, action: ReduxAction) => void {
  let client: Client | undefined
  return (state, action) => {
    const data = safely('actionTransformer', () => actionTransformer(action))
    if (data) addBreadcrumb({ category: 'redux.action', type: 'info', data })
    const value = safely('stateTransformer', () => stateTransformer(state)) ?? null
    // Where it stays, whichever scope the action came in.
    getIsolationScope().setContext(
      'state',
      value === null ? null : { state: { type: 'redux', value } },
    )
    if (attachReduxState && client !== getClient()) {
      client = getClient()
      client?.on('beforeSendEvent', attachState)
    }
    configureScopeWithState?.(getCurrentScope(), state)
  }
}

/** As the event leaves, once for all stores: its secrets are gone by then, and so is what `beforeSend` has taken out. */
function attachState({ contexts }: Event, hint: EventHint): void {
  const { type, value } = (contexts?.state?.state ?? {}) as { type?: unknown; value?: unknown }
  if (type !== 'redux') return
  const [filename, contentType] = ['redux_state.json', 'application/json']
  hint.attachments = [
    ...(hint.attachments ?? []),
    { filename, contentType, data: JSON.stringify(value) },
  ]
}

/** The state with nothing in it but these parts. */
function picked(state: unknown, paths: readonly string[]): object {
  const parts = {}
  for (const path of paths) pick(state, path.split('.'), parts)
  return parts
}

function pick(from: unknown, [key = '', ...rest]: string[], into: Record<string, unknown>): void {
  const members = Object(from) as Record<string, unknown>
  if (!Object.hasOwn(members, key)) return
  if (!rest.length) into[key] = members[key]
  // What is in there as a whole is the program's own.
  else if (into[key] !== members[key]) {
    into[key] ??= {}
    pick(members[key], rest, into[key] as Record<string, unknown>)
  }
}
