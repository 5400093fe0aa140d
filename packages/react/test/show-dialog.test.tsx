// @vitest-environment jsdom
import { createMemoryReceiver } from '@mayday/core/testing'
import {
  createClient,
  ErrorBoundary,
  type ErrorBoundaryProps,
  type FeedbackEvent,
  type ReportDialogOptions,
} from '@mayday/react'
import { fireEvent, within } from '@testing-library/dom'
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { Failing, render, start } from './setup.js'

const close = new Set<() => void>()
afterEach(() => {
  for (const one of close) one()
  close.clear()
})

const crash = (props: ErrorBoundaryProps = {}) =>
  render(
    <ErrorBoundary {...props}>
      <Failing error={new Error('broken')} />
    </ErrorBoundary>,
  )

const hosts = (): Element[] => [...document.body.children].filter(({ shadowRoot }) => shadowRoot)

async function dialog() {
  await expect.poll(() => hosts()).toHaveLength(1)
  const shown = within(hosts()[0]?.shadowRoot as unknown as HTMLElement)
  close.add(() => fireEvent.click(shown.getByText('Close')))
  return shown
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

describe('a boundary that shows the dialog', () => {
  it('asks what has happened, about its event', async () => {
    const memory = start()
    const page = await crash({ showDialog: true, fallback: <p>sorry</p> })
    expect(page.text()).toBe('sorry')
    const shown = await dialog()
    fireEvent.input(shown.getByLabelText(/What happened/), { target: { value: 'It broke' } })
    fireEvent.submit(shown.getByText('Submit crash report'))
    await shown.findByText(/Thank you/)
    const { event_id } = await memory.captured()
    const item = memory.items.find(({ headers }) => headers.type === 'feedback')
    const { contexts } = JSON.parse(item?.text ?? '{}') as FeedbackEvent
    expect(contexts.feedback).toMatchObject({
      message: 'It broke',
      associated_event_id: event_id,
    })
  })

  it('gives the dialog its options', async () => {
    start()
    const onLoad = vi.fn()
    const dialogOptions = { title: 'Oh no', user: { name: 'Ada' }, onLoad }
    await crash({ showDialog: true, dialogOptions })
    const shown = await dialog()
    expect(shown.getByText('Oh no')).toBeDefined()
    expect(shown.getByLabelText(/Name/)).toHaveProperty('value', 'Ada')
    expect(onLoad).toHaveBeenCalledOnce()
  })

  it('sends to the client of the boundary', async () => {
    const page = start()
    const memory = createMemoryReceiver()
    const client = createClient({ ...memory.options })
    await crash({ showDialog: true, client })
    const shown = await dialog()
    fireEvent.input(shown.getByLabelText(/What happened/), { target: { value: 'It broke' } })
    fireEvent.submit(shown.getByText('Submit crash report'))
    await shown.findByText(/Thank you/)
    expect(memory.items.map(({ headers }) => headers.type)).toEqual(['event', 'feedback'])
    expect(page.items).toEqual([])
    await client.close(1)
  })

  it.each([
    ['unless it is told to', { dsn: 'https://public@receiver.example/1' }, {}],
    ['without a client that sends', { dsn: '' }, { showDialog: true }],
  ])('shows none %s', async (_when, options, props) => {
    start(options)
    await crash(props)
    await settled()
    expect(hosts()).toEqual([])
  })

  it('shows none before init()', async () => {
    await crash({ showDialog: true })
    await settled()
    expect(hosts()).toEqual([])
  })
})

it('the props have the types that programs expect', () => {
  expectTypeOf<ErrorBoundaryProps['showDialog']>().toEqualTypeOf<boolean | undefined>()
  expectTypeOf<{ title: string; lang: string }>().toExtend<
    NonNullable<ErrorBoundaryProps['dialogOptions']>
  >()
  expectTypeOf<ReportDialogOptions['eventId']>().toEqualTypeOf<string | undefined>()
})
