// @vitest-environment jsdom
import { createMemoryReceiver } from '@mayday/core/testing'
import {
  type Client,
  createClient,
  ErrorBoundary,
  type ErrorBoundaryProps,
  MaydayProvider,
  setTag,
  useMayday,
} from '@mayday/react'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { captured, Failing, render, start } from './setup.js'

function widget() {
  const memory = createMemoryReceiver()
  const client = createClient({ ...memory.options })
  client.getScope().setTag('widget', 'chat')
  return { ...memory, client }
}

function Broken(props: ErrorBoundaryProps): ReactNode {
  return (
    <ErrorBoundary {...props}>
      <Failing error={new Error('of the widget')} />
    </ErrorBoundary>
  )
}

const beforeCapture: ErrorBoundaryProps['beforeCapture'] = (scope) => scope.setTag('part', 'chat')

describe.each<[string, (client: Client) => ReactNode]>([
  ['its prop', (client) => <Broken client={client} beforeCapture={beforeCapture} />],
  [
    'a provider',
    (client) => (
      <MaydayProvider client={client}>
        <Broken beforeCapture={beforeCapture} />
      </MaydayProvider>
    ),
  ],
])('a boundary that has its client from %s', (_where, show) => {
  it("sends to that, with what it knows and nothing of the page's", async () => {
    const page = start()
    setTag('page', 'shop')
    const { client, captured: next } = widget()
    await render(show(client))
    const event = await next()
    expect(captured(event).value).toBe('of the widget')
    expect(event.tags).toEqual({ widget: 'chat', part: 'chat', 'react.component': 'Failing' })
    expect(event.contexts?.react).toBeDefined()
    expect(event.exception?.values?.[0]).toMatchObject({ type: 'React ErrorBoundary Error' })
    await page.client.flush()
    expect(page.events).toEqual([])
    await client.close(1)
  })
})

it('a prop wins over a provider', async () => {
  const [outer, inner] = [widget(), widget()]
  await render(
    <MaydayProvider client={outer.client}>
      <Broken client={inner.client} />
    </MaydayProvider>,
  )
  expect(captured(await inner.captured()).value).toBe('of the widget')
  await outer.client.flush()
  expect(outer.events).toEqual([])
  await Promise.all([outer.client.close(1), inner.client.close(1)])
})

describe('useMayday', () => {
  let found: Client | undefined
  function Finder(): ReactNode {
    found = useMayday()
    return null
  }

  it("gives the page's client, and below a provider its client", async () => {
    const { client } = start()
    const other = widget().client
    const page = await render(<Finder />)
    expect(found).toBe(client)
    await page.render(
      <MaydayProvider client={other}>
        <Finder />
      </MaydayProvider>,
    )
    expect(found).toBe(other)
    await other.close(1)
  })

  it('gives nothing before init', async () => {
    await render(<Finder />)
    expect(found).toBeUndefined()
  })
})
