import { type Client, getClient } from '@mayday/browser'
import {
  type Context,
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
} from 'react'

export const ClientContext: Context<Client | undefined> = /* @__PURE__ */ createContext<
  Client | undefined
>(undefined)

export interface MaydayProviderProps {
  /** A client that is not the page's: what `createClient()` has made. */
  client: Client | undefined
  children?: ReactNode
}

/** Gives the components below it a client of their own: boundaries send to it, and `useMayday()` returns it. */
export function MaydayProvider({ client, children }: MaydayProviderProps): ReactElement {
  return createElement(ClientContext.Provider, { value: client }, children)
}

/** The client of the nearest `<MaydayProvider>`, or the page's; `undefined` before `init()`. */
export function useMayday(): Client | undefined {
  return useContext(ClientContext) ?? getClient()
}
