import { type Client, getClient } from '@mayday/browser'
import * as React from 'react'

export const ClientContext: React.Context<Client | undefined> =
  /* @__PURE__ */ React.createContext?.<Client | undefined>(undefined)

export interface MaydayProviderProps {
  /** A client that is not the page's: what `createClient()` has made. */
  client: Client | undefined
  children?: React.ReactNode
}

/** Gives the components below it a client of their own: boundaries send to it, and `useMayday()` returns it. */
export function MaydayProvider({ client, children }: MaydayProviderProps): React.ReactElement {
  return React.createElement(ClientContext.Provider, { value: client }, children)
}

/** The client of the nearest `<MaydayProvider>`, or the page's; `undefined` before `init()`. */
export function useMayday(): Client | undefined {
  return React.useContext(ClientContext) ?? getClient()
}
