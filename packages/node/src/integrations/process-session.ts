import { beginSession, closeSession, type Integration } from '@mayday/core'

/**
 * Tells the receiver how many runs of the program there are, and how many of them meet an error or crash: one session
 * per process, told with the first error or crash and when the program has nothing left to do. Needs a `release`. A run that
 * `process.exit()` or a signal ends tells no end.
 */
export function processSessionIntegration(): Integration {
  return {
    name: 'ProcessSession',
    setup(client) {
      // Some versions of Node say that they are a browser.
      beginSession(client, { userAgent: undefined })
      let isOver = false
      const end = (): void => {
        if (isOver) return
        isOver = true
        closeSession(client)
        // Else it would wait for an event to travel with, and there will be none.
        void client.flush()
      }
      process.on('beforeExit', end)
      return () => void process.off('beforeExit', end)
    },
  }
}
