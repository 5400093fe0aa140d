import { type Client, type Event, envelopeUrl, getClient, type Integration } from '@mayday/core'
import { listen } from '../instrument/listen.js'
import { isOwnRequest } from '../instrument/own-request.js'
import { INJECTED } from '../stack.js'

/**
 * Captures what the page's content security policy forbids, as the browser's own reports tell it: what was blocked, by
 * which directive, and where in the page. What is only reported, and not blocked, is a warning. Neither the policy nor a
 * sample of the code leaves; what extensions do is left out.
 */
export function cspViolationIntegration(): Integration {
  return {
    name: 'CspViolation',
    setup: (client) =>
      listen(globalThis as never, ['securitypolicyviolation'], (event) => {
        const violation = event as SecurityPolicyViolationEvent
        if (getClient() !== client || isForeign(violation) || isOwn(violation, client)) return
        client.captureEvent(eventOf(violation), { originalException: event })
      }),
  }
}

/** Of an extension's address some browsers tell the scheme only. What its code does falls under a noise rule. */
function isForeign({ blockedURI }: SecurityPolicyViolationEvent): boolean {
  return INJECTED.test(`${blockedURI}:`)
}

/** An event of its own delivery being blocked would be blocked as well, and so on. */
function isOwn({ blockedURI: url }: SecurityPolicyViolationEvent, client: Client): boolean {
  const { tunnel, tunnelPath } = client.getOptions()
  const dsn = client.getDsn()
  const receiver = dsn ? envelopeUrl(dsn) : ''
  const ways = [receiver, tunnel === 'auto' ? tunnelPath : tunnel].filter(Boolean)
  return (
    isOwnRequest(client, url) ||
    ways.some((way) => url.startsWith(new URL(`${way}`, globalThis.location.href).href)) ||
    // Some tell the origin only.
    (url !== '' && url.replace(/\/$/, '') === receiver.split('/', 3).join('/'))
  )
}

function eventOf(violation: SecurityPolicyViolationEvent): Event {
  const { blockedURI, effectiveDirective, disposition } = violation
  const { sourceFile, lineNumber, columnNumber } = violation
  const frame = {
    function: '?',
    filename: sourceFile,
    lineno: lineNumber || undefined,
    colno: columnNumber || undefined,
    in_app: true,
  }
  return {
    level: disposition === 'report' ? 'warning' : 'error',
    exception: {
      values: [
        {
          type: 'CspViolation',
          value: `Blocked '${effectiveDirective}' from '${blockedURI.split(/[?#]/)[0]}'`,
          mechanism: {
            type: 'auto.browser.csp',
            handled: false,
            synthetic: true,
            data: { blocked_uri: blockedURI, effective_directive: effectiveDirective, disposition },
          },
          ...(sourceFile && { stacktrace: { frames: [frame] } }),
        },
      ],
    },
  }
}
