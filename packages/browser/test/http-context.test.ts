// @vitest-environment jsdom
import { captureEvent, captureException, captureMessage } from '@mayday/browser'
import { beforeEach, expect, it, vi } from 'vitest'
import { start } from './setup.js'

beforeEach(() => history.replaceState(null, '', '/'))

it('names the page, where the visitor came from, and the browser', async () => {
  vi.spyOn(document, 'referrer', 'get').mockReturnValue('https://search.example/results')
  const memory = start()
  history.replaceState(null, '', '/cart/pay')
  captureException(new Error('here'))
  expect((await memory.captured()).request).toEqual({
    url: `${location.origin}/cart/pay`,
    headers: { Referer: 'https://search.example/results', 'User-Agent': navigator.userAgent },
  })
})

it('leaves out a referrer that there is not', async () => {
  const memory = start()
  captureMessage('here')
  expect((await memory.captured()).request?.headers).toEqual({ 'User-Agent': navigator.userAgent })
})

it('keeps the values of queries and the fragment to itself, in both addresses', async () => {
  vi.spyOn(document, 'referrer', 'get').mockReturnValue(
    'https://user:secret@search.example/?q=anybody#top',
  )
  const memory = start()
  history.replaceState(null, '', '/cart?voucher=anybody&page=2#pay')
  captureMessage('here')
  expect((await memory.captured()).request).toMatchObject({
    url: `${location.origin}/cart?voucher=[Filtered]&page=[Filtered]`,
    headers: { Referer: 'https://[Filtered]@search.example/?q=[Filtered]' },
  })
  expect(memory.envelopes.join()).not.toMatch(/anybody|secret/)
})

it('sends whole addresses where personal data may be sent', async () => {
  vi.spyOn(document, 'referrer', 'get').mockReturnValue('https://search.example/?q=shoes')
  const memory = start({ sendDefaultPii: true })
  history.replaceState(null, '', '/cart?page=2#pay')
  captureMessage('here')
  expect((await memory.captured()).request).toMatchObject({
    url: `${location.origin}/cart?page=2#pay`,
    headers: { Referer: 'https://search.example/?q=shoes' },
  })
})

it('never sends cookies', async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: it is there to be found
  document.cookie = 'session=a-cookie-of-the-page'
  const memory = start({ sendDefaultPii: true })
  captureMessage('here')
  await memory.captured()
  expect(memory.envelopes.join()).not.toContain('a-cookie-of-the-page')
})

it('leaves what the event says itself', async () => {
  const memory = start()
  captureEvent({
    message: 'made by hand',
    request: { url: 'https://other.example/', headers: { 'User-Agent': 'mine' } },
  })
  expect((await memory.captured()).request).toEqual({
    url: 'https://other.example/',
    headers: { 'User-Agent': 'mine' },
  })
})

it('sends the values of queries where these may be sent, but none named like a secret', async () => {
  vi.spyOn(document, 'referrer', 'get').mockReturnValue('https://search.example/?q=shoes&key=abc')
  const memory = start({ dataCollection: { queryParams: true } })
  history.replaceState(null, '', '/cart?page=2&access_token=abc')
  captureMessage('from jo@mail.example')
  const { request, message, sdk } = await memory.captured()
  expect(request).toMatchObject({
    url: `${location.origin}/cart?page=2&access_token=[Filtered]`,
    headers: { Referer: 'https://search.example/?q=shoes&key=[Filtered]' },
  })
  expect(message).toBe('from [Filtered]')
  expect(sdk?.settings).toEqual({ infer_ip: 'never' })
})
