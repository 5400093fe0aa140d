import type { Client, Context, Event } from '@mayday/core'

/** The page's browser, as far as it tells. */
interface Device {
  /** In GiB, rounded so much that it tells nobody from another. */
  deviceMemory?: number
  onLine?: boolean
  connection?: { effectiveType?: string }
}

/**
 * Has the client's events say in which state the page is: seen or not, online or not, how fast the connection is, and how
 * much memory there is. Who leaves out the integration that says which page it is leaves out this, too.
 */
export function tellPageContext(client: Client): void {
  client.on('preprocessEvent', (event, { timestamp }) => {
    // How it was at another time nobody knows.
    if (!timestamp && client.getIntegrationByName('HttpContext')) addContexts(event)
  })
}

/** What the program says of either wins. */
function addContexts(event: Event): void {
  const { document, navigator } = globalThis as Partial<typeof globalThis>
  const { deviceMemory, onLine, connection }: Device = navigator ?? {}
  const { app, device, ...others } = event.contexts ?? {}
  event.contexts = {
    ...others,
    ...(document && { app: { in_foreground: document.visibilityState === 'visible', ...app } }),
    device: {
      memory_size: deviceMemory && deviceMemory * 2 ** 30,
      online: onLine,
      connection_type: connection?.effectiveType,
      ...device,
    } satisfies Context,
  }
}
