import { type Client, getClient, type Integration, selectorOf } from '@mayday/core'
import { listen } from '../instrument/listen.js'
import { isOwnRequest } from '../instrument/own-request.js'
import { INJECTED } from '../stack.js'

/** Where the elements that load something say what. */
type Loading = Element & Partial<Record<'currentSrc' | 'src' | 'href' | 'data', unknown>>

/**
 * Captures what an element of the page failed to load: scripts and style sheets as errors; images, media and the like as
 * warnings. The event has the tag, the address and the path to the element. Not told are elements in shadow trees, and
 * what failed before the start.
 *
 * Blockers of advertisements make such failures, too: `ignoreErrors: [/^ResourceError: .*ads\.example/]`.
 */
export function resourceErrorsIntegration(): Integration {
  return {
    name: 'ResourceErrors',
    setup: (client) =>
      // Events of elements do not bubble, but every one comes by the window on its way down.
      listen(globalThis as never, ['error'], (event) => capture(event, client), { capture: true }),
  }
}

function capture(event: Event, client: Client): void {
  const { target } = event
  if (!(target instanceof Element) || 'message' in event || getClient() !== client) return
  const url = addressOf(target)
  // An empty address is that of the page.
  if (!url || url === globalThis.location.href) return
  if (INJECTED.test(url) || isOwnRequest(client, url)) return
  const tag = target.localName
  const value = `Failed to load ${tag}: ${url.split(/[?#]/)[0]}`
  const mechanism = {
    type: 'auto.browser.resource',
    handled: false,
    synthetic: true,
    data: { tag, url, selector: selectorOf(target) },
  }
  client.captureEvent(
    {
      level: /script|link/.test(tag) ? 'error' : 'warning',
      exception: { values: [{ type: 'ResourceError', value, mechanism }] },
    },
    { originalException: event },
  )
}

/** Absolute, as far as the element knows; of what is in the address itself only its kind. */
function addressOf({ currentSrc, src, href, data }: Loading): string {
  const [address = ''] = [currentSrc, src, href, data].filter(
    (one): one is string => typeof one === 'string' && one !== '',
  )
  return address.replace(/^data:([^,;]*).*/s, 'data:$1')
}
