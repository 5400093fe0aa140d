// @vitest-environment jsdom
import { type BrowserOptions, cspViolationIntegration } from '@mayday/browser'
import { describe, expect, it } from 'vitest'
import { captured, page, start } from './setup.js'

const follow = { integrations: [cspViolationIntegration()] }

const VIOLATION = {
  blockedURI: 'https://evil.example/a.js?user=anybody',
  effectiveDirective: 'script-src-elem',
  violatedDirective: 'script-src-elem',
  disposition: 'enforce',
  documentURI: 'https://shop.example/',
  originalPolicy: "default-src 'self'",
  sample: 'secretly()',
  sourceFile: 'https://shop.example/app.js',
  lineNumber: 3,
  columnNumber: 14,
}

/** What the browser does when the policy of the page forbids something; jsdom has no such event. */
function violate(members: Partial<typeof VIOLATION> = {}): void {
  const event = new page.Event('securitypolicyviolation', { bubbles: true, composed: true })
  document.body.dispatchEvent(Object.assign(event, VIOLATION, members))
}

describe('what the policy of the page forbids', () => {
  it('is captured with what was blocked, by which directive, and where', async () => {
    const memory = start(follow)
    violate()
    const event = await memory.captured()
    expect(event.level).toBe('error')
    expect(captured(event)).toEqual({
      type: 'CspViolation',
      value: "Blocked 'script-src-elem' from 'https://evil.example/a.js'",
      mechanism: {
        type: 'auto.browser.csp',
        handled: false,
        synthetic: true,
        data: {
          blocked_uri: 'https://evil.example/a.js?user=[Filtered]',
          effective_directive: 'script-src-elem',
          disposition: 'enforce',
        },
      },
      stacktrace: {
        frames: [
          {
            function: '?',
            filename: 'https://shop.example/app.js',
            lineno: 3,
            colno: 14,
            in_app: true,
          },
        ],
      },
    })
    expect(memory.envelopes.join()).not.toMatch(/anybody|secretly|default-src/)
  })

  it('may be inline, and without a place', async () => {
    const memory = start(follow)
    violate({ blockedURI: 'inline', sourceFile: '', lineNumber: 0, columnNumber: 0 })
    const { value, stacktrace } = captured(await memory.captured())
    expect(value).toBe("Blocked 'script-src-elem' from 'inline'")
    expect(stacktrace).toBeUndefined()
  })

  it('and only reports is a warning', async () => {
    const memory = start(follow)
    violate({ disposition: 'report' })
    expect((await memory.captured()).level).toBe('warning')
  })

  it('is captured where it is close to the receiver, but another', async () => {
    const memory = start({ ...follow, dsn: 'https://key@errors.example/7' })
    violate({ blockedURI: 'https://errors.example/status' })
    await memory.captured()
  })
})

describe('nothing is captured', () => {
  const connect = { effectiveDirective: 'connect-src', sourceFile: '' }

  it.each<[string, Partial<typeof VIOLATION>, Partial<BrowserOptions>]>([
    ['without the integration', {}, { integrations: [] }],
    ['of an extension', { blockedURI: 'chrome-extension' }, {}],
    ['of what an extension does', { sourceFile: 'moz-extension://abc/content.js' }, {}],
    ['of delivery', { ...connect, blockedURI: 'https://errors.example/api/7/envelope/' }, {}],
    ['of delivery by its origin', { ...connect, blockedURI: 'https://errors.example' }, {}],
    [
      'of delivery to another project',
      { ...connect, blockedURI: 'https://other.example/api/9/envelope/?sentry_key=k' },
      {},
    ],
    ['of the tunnel', { ...connect, blockedURI: `${location.origin}/t` }, { tunnel: '/t' }],
    [
      'of a tunnel found',
      { ...connect, blockedURI: `${location.origin}/tunnel` },
      { tunnel: 'auto' },
    ],
  ])('%s', async (_what, members, options) => {
    const memory = start({ ...follow, dsn: 'https://key@errors.example/7', ...options })
    violate(members)
    await expect(memory).not.toHaveCaptured()
  })

  it('once the client is closed', async () => {
    const memory = start(follow)
    await memory.client.close()
    violate()
    await expect(memory).not.toHaveCaptured()
  })
})
