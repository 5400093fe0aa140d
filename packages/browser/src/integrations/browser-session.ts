import { beginSession, debug, type Integration, sendSession, together } from '@mayday/core'
import { onNavigation } from '../instrument/history.js'
import { whenIdle } from '../instrument/idle.js'

export interface BrowserSessionOptions {
  /** `'route'`: a session for each page that is loaded or navigated to; `'page'`: one as long as the page is. @default 'route' */
  lifecycle?: 'route' | 'page'
}

/**
 * Tells the receiver how many visits there are, and how many of them meet an error that somebody or nobody catches. Needs
 * a `release`. Sessions hold the user's id, or else e-mail address or name, and travel with events where there are some.
 */
export function browserSessionIntegration(options: BrowserSessionOptions = {}): Integration {
  const { lifecycle = 'route' } = options
  return {
    name: 'BrowserSession',
    setup(client) {
      if (!globalThis.document) return debug('Sessions are of pages')
      let session = beginSession(client, { ignoreDuration: true })
      // The user may be known by then. An error may have told of it before.
      const tell = (): void => {
        if (session.init) sendSession(client)
      }
      const next = (): void => {
        session = beginSession(client, { ignoreDuration: true })
        tell()
      }
      return together([
        whenIdle(tell),
        // A page that is hidden may never be idle again.
        client.on('flush', tell),
        lifecycle === 'route' ? onNavigation(next) : () => {},
      ])
    },
  }
}
