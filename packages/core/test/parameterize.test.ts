import { captureEvent, captureMessage, parameterize, withScope } from '@mayday/core'
import { describe, expect, it } from 'vitest'
import { start } from './setup.js'

describe('parameterize', () => {
  it('sends the template, what was filled in, and the whole text', async () => {
    const { captured } = start()
    captureMessage(parameterize`No stock for ${'shoes'} in ${42}`, 'warning')
    const event = await captured()
    expect(event.logentry).toEqual({
      message: 'No stock for %s in %s',
      params: ['shoes', 42],
      formatted: 'No stock for shoes in 42',
    })
    expect(event).not.toHaveProperty('message')
    expect(event.level).toBe('warning')
  })

  it('tells percent signs of the template from places to fill in', async () => {
    const { captured } = start()
    captureMessage(parameterize`${50}% of 100%`)
    expect((await captured()).logentry).toMatchObject({
      message: '%s%% of 100%%',
      formatted: '50% of 100%',
    })
  })

  it('is a text everywhere else', () => {
    const text = parameterize`a${1}b`
    expect(`${text}`).toBe('a1b')
    expect(text.length).toBe(3)
    expect(text.toUpperCase()).toBe('A1B')
  })

  it('takes what has no text', async () => {
    const { captured } = start()
    const broken = {
      toString() {
        throw new Error('mine')
      },
    }
    captureMessage(parameterize`${Symbol('s')} ${broken} ${null} ${Object.create(null)}`)
    expect((await captured()).logentry?.formatted).toBe('Symbol(s) [Object] null [Object]')
  })

  it('works on scopes and clients, too', async () => {
    const { client, captured } = start()
    withScope((scope) => scope.captureMessage(parameterize`scope ${1}`))
    expect((await captured()).logentry?.message).toBe('scope %s')
    client.captureMessage(parameterize`client ${1}`)
    expect((await captured()).logentry?.message).toBe('client %s')
  })

  it('is judged by its whole text and by its template', async () => {
    const { client, events } = start({ ignoreErrors: ['noise 1', 'never %s'] })
    for (const word of [1, 2]) captureMessage(parameterize`noise ${word}`)
    captureMessage(parameterize`never ${1}`)
    await client.flush()
    expect(events.map(({ logentry }) => logentry?.formatted)).toEqual(['noise 2'])
  })

  it('is no repeat with other values', async () => {
    const { client, events } = start()
    for (const word of ['a', 'a', 'b']) captureMessage(parameterize`word ${word}`)
    captureEvent({ logentry: { message: 'by hand %s', params: ['a'] } })
    captureEvent({ logentry: { message: 'by hand %s', params: ['b'] } })
    await client.flush()
    expect(events.map(({ logentry }) => logentry?.params?.[0])).toEqual(['a', 'b', 'a', 'b'])
  })
})

it('a flood of one template holds no other back', async () => {
  const { client, events } = start()
  for (let count = 0; count < 30; count++) captureMessage(parameterize`flood ${count}`)
  captureMessage(parameterize`calm ${1}`)
  await client.flush()
  const templates = events.map(({ logentry }) => logentry?.message)
  expect(templates).toContain('calm %s')
  expect(templates.filter((template) => template === 'flood %s')).toHaveLength(10)
})
