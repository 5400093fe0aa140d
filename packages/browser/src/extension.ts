/**
 * True where the script is part of a browser extension, and the page somebody else's: global handlers and scopes would
 * take in what is not the extension's. Its own pages are none of these, and neither is NW.js.
 */
export function isInForeignPage(): boolean {
  const page = globalThis as unknown as Page
  const id = (page.chrome ?? page.browser)?.runtime?.id
  const isOwnPage = page.window === page.top && /^[a-z-]+-extension:/.test(`${page.location}`)
  return !!page.window && !page.nw && !!id && !isOwnPage
}

type Extension = { runtime?: { id?: string } }

interface Page {
  window?: unknown
  top?: unknown
  location?: unknown
  nw?: unknown
  chrome?: Extension
  browser?: Extension
}
