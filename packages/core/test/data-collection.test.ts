import { addBreadcrumb, captureMessage, type DataCollection, type Options } from '@mayday/core'
import { describe, expect, it } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { start } from './setup.js'

const TEXT = 'jo@mail.example paid with 4111 1111 1111 1111'
const URL = 'https://h.example/a?q=shoes#top'

async function sent(options: Partial<Options>) {
  const { captured } = start(options)
  addBreadcrumb({ category: 'fetch', data: { url: URL } })
  captureMessage(TEXT)
  const { message, breadcrumbs, sdk } = await captured()
  const url = breadcrumbs?.values[0]?.data?.url
  return { message, url, infer_ip: sdk?.settings?.infer_ip }
}

const CLOSED = {
  message: '[Filtered] paid with [Filtered]',
  url: 'https://h.example/a?q=[Filtered]',
  infer_ip: 'never',
}
const OPEN = { message: TEXT, url: URL, infer_ip: 'auto' }

describe('personal data', () => {
  it.each<[string, Partial<Options>, object]>([
    ['is closed by default', {}, CLOSED],
    ['is opened by sendDefaultPii', { sendDefaultPii: true }, OPEN],
    [
      'of users is opened by itself',
      { dataCollection: { userInfo: true } },
      { ...OPEN, url: CLOSED.url },
    ],
    [
      'in queries is opened by itself',
      { dataCollection: { queryParams: true } },
      { ...CLOSED, url: URL },
    ],
    [
      'is closed again by dataCollection',
      { sendDefaultPii: true, dataCollection: { userInfo: false } },
      { ...CLOSED, url: URL },
    ],
    [
      'is as sendDefaultPii says where dataCollection says nothing',
      { sendDefaultPii: true, dataCollection: { userInfo: undefined } },
      OPEN,
    ],
  ])('%s', async (_what, options, expected) => {
    expect(await sent(options)).toEqual(expected)
  })
})

describe('wrong members of dataCollection', () => {
  it('are named in the one warning, and stay closed', async () => {
    const dataCollection = {
      userInfo: 'yes',
      queryParams: 1,
      httpHeaders: { request: true },
      frameContextLines: true,
    } as unknown as DataCollection
    const { client } = start({ dataCollection, debug: 'no' as never })
    const [warning, ...more] = printed('warn')
    expect(more).toEqual([])
    for (const part of [
      'debug should be a boolean, not no',
      'dataCollection.userInfo should be a boolean, not yes',
      'dataCollection.queryParams should be a boolean, not 1',
      'dataCollection.httpHeaders should be a boolean, not [object Object]',
      'dataCollection.frameContextLines should be a number, not true',
    ]) {
      expect(warning).toContain(part)
    }
    expect(client.getOptions().dataCollection).toEqual({
      userInfo: false,
      cookies: false,
      httpHeaders: false,
      queryParams: false,
      frameContextLines: 5,
    })
  })

  it.each([true, 'all', [], 7])('are warned of where it is no object: %j', async (wrong) => {
    expect(await sent({ dataCollection: wrong as never })).toEqual(CLOSED)
    expect(printed('warn')).toEqual([
      expect.stringContaining('dataCollection should be a object, not'),
    ])
  })
})
