// @vitest-environment jsdom
import { captureReactException, ErrorBoundary } from '@mayday/react'
import { expect, it } from 'vitest'
import { compare } from '../../../test/setup/privacy-table.js'
import { Failing, render, start } from './setup.js'

it('what leaves a page with React is listed in docs/privacy.md', async () => {
  const { client, envelopes } = start()
  await render(
    <ErrorBoundary>
      <Failing error={new TypeError('in a component', { cause: new Error('inside') })} />
    </ErrorBoundary>,
  )
  captureReactException(Object.assign(new Error('of the server'), { digest: '3161264571' }))
  await client.flush()
  const compared = compare(['all', 'page', 'react'], ['react'], envelopes, {})
  expect(compared).toEqual({ unlisted: [], unseen: [], open: [] })
})
