// @vitest-environment jsdom
import { resourceErrorsIntegration } from '@mayday/browser'
import { describe, expect, it, vi } from 'vitest'
import { captured, page, start } from './setup.js'

const follow = { integrations: [resourceErrorsIntegration()] }

/** What the browser does when the first element of this HTML cannot load what it is for. */
function fail(html: string, event: Event = new page.Event('error')): void {
  document.body.innerHTML = html
  document.body.querySelector('[data-here], *')?.dispatchEvent(event)
}

describe('what an element fails to load', () => {
  it.each([
    ['script', '<script src="https://cdn.example/app.js?v=2#x" defer></script>', 'error'],
    ['link', '<link rel="stylesheet" href="https://cdn.example/app.js?v=2">', 'error'],
    ['img', '<img src="https://cdn.example/app.js?v=2" alt="">', 'warning'],
    ['video', '<video src="https://cdn.example/app.js?v=2"></video>', 'warning'],
    ['object', '<object data="https://cdn.example/app.js?v=2"></object>', 'warning'],
  ])('is captured: %s', async (tag, html, level) => {
    const memory = start(follow)
    fail(html)
    const event = await memory.captured()
    expect(event.level).toBe(level)
    expect(captured(event)).toEqual({
      type: 'ResourceError',
      value: `Failed to load ${tag}: https://cdn.example/app.js`,
      mechanism: {
        type: 'auto.browser.resource',
        handled: false,
        synthetic: true,
        data: { tag, url: 'https://cdn.example/app.js?v=[Filtered]', selector: `body > ${tag}` },
      },
    })
  })

  it('is told by the path to the element, and by an absolute address', async () => {
    const memory = start(follow)
    fail('<img data-here id="logo" src="/logo.png">')
    expect(captured(await memory.captured()).mechanism?.data).toEqual({
      tag: 'img',
      url: `${location.origin}/logo.png`,
      selector: 'body > img#logo',
    })
  })

  it('is told by its kind only where it stands in the address', async () => {
    const memory = start(follow)
    fail('<img src="data:image/png;base64,c2VjcmV0">')
    const { value, mechanism } = captured(await memory.captured())
    expect(value).toBe('Failed to load img: data:image/png')
    expect(mechanism?.data?.url).toBe('data:image/png')
    expect(memory.envelopes.join()).not.toContain('c2VjcmV0')
  })

  it('still reaches the handlers of the page', async () => {
    const memory = start(follow)
    const heard = vi.fn()
    document.body.innerHTML = '<img src="/logo.png">'
    const image = document.querySelector('img') as HTMLImageElement
    image.onerror = heard
    image.dispatchEvent(new page.Event('error'))
    expect(heard).toHaveBeenCalledOnce()
    await memory.captured()
  })
})

describe('nothing is captured', () => {
  it.each([
    ['without the integration', '<img src="/logo.png">', {}],
    ['of an element that has nothing to load', '<p></p>', follow],
    ['of an image without an address', '<img src="">', follow],
    ['of an extension', '<img src="chrome-extension://abc/logo.png">', follow],
    ['of the way to the receiver', '<img src="https://o1.example/api/1/?sentry_key=k">', follow],
  ])('%s', async (_what, html, options) => {
    const memory = start(options)
    fail(html)
    await expect(memory).not.toHaveCaptured()
  })

  it('of an error that an element is told of in another way', async () => {
    const memory = start(follow)
    fail('<img src="/logo.png">', new ErrorEvent('error', { message: 'of the page' }))
    await expect(memory).not.toHaveCaptured()
  })

  it('once the client is closed', async () => {
    const memory = start(follow)
    await memory.client.close()
    fail('<img src="/logo.png">')
    await expect(memory).not.toHaveCaptured()
  })
})
