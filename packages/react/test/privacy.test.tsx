// @vitest-environment jsdom
import {
  type BrowserOptions,
  captureException,
  captureReactException,
  createReduxEnhancer,
  ErrorBoundary,
  type ReduxEnhancerOptions,
  routerIntegration,
} from '@mayday/react'
import { createStore } from 'redux'
import { expect, it } from 'vitest'
import { compare } from '../../../test/setup/privacy-table.js'
import { Failing, render, start } from './setup.js'

/** What leaves a page that goes somewhere, has a store if there are options for one, and fails. */
async function everything(options: Partial<BrowserOptions>, store?: ReduxEnhancerOptions) {
  const { client, envelopes } = start(options)
  if (store) createStore(() => ({ mine: { part: 1 }, other: 2 }), createReduxEnhancer(store))
  history.pushState(null, '', '/users/7')
  captureException(new Error('somewhere'))
  await client.flush()
  history.replaceState(null, '', '/')
  return envelopes
}

it('what leaves a page with React is listed in docs/privacy.md', async () => {
  const { client, envelopes } = start()
  await render(
    <ErrorBoundary>
      <Failing error={new TypeError('in a component', { cause: new Error('inside') })} />
    </ErrorBoundary>,
  )
  captureReactException(Object.assign(new Error('of the server'), { digest: '3161264571' }))
  await client.flush()
  const router = { state: { matches: [{ routeId: '/users/$id' }] } }
  const compared = compare(['all', 'page', 'react'], ['react'], envelopes, {
    routerIntegration: await everything({ integrations: [routerIntegration(router)] }),
    createReduxEnhancer: await everything({}, {}),
    state: await everything({}, { state: ['mine'] }),
  })
  expect(compared).toEqual({ unlisted: [], unseen: [], open: [] })
})
