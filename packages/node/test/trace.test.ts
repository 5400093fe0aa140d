import { createServer, type OutgoingHttpHeaders, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { captureMessage, getCurrentScope, getTraceData } from '@mayday/node'
import { afterEach, expect, it } from 'vitest'
import { start } from './setup.js'

const TRACE = '0123456789abcdef0123456789abcdef'
const SPAN = '0123456789abcdef'

let close = (): void => {}
afterEach(() => close())

/** The traces of these requests, as the service tells other services and as its events say. */
async function tracesOf(...requests: OutgoingHttpHeaders[]) {
  const { client, events } = start()
  const sentOn: unknown[] = []
  const server = createServer(async (_request, response) => {
    await Promise.resolve()
    sentOn.push(getTraceData()['sentry-trace']?.split('-')[0])
    captureMessage(`request ${sentOn.length}`)
    response.end()
  })
  close = () => void server.close()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  for (const headers of requests) {
    await new Promise<void>((resolve, reject) => {
      const request = send({ port, host: '127.0.0.1', headers }, (response) => {
        response.resume().on('end', resolve)
      })
      request.on('error', reject).end()
    })
  }
  await client.flush()
  expect(events.map(({ contexts }) => contexts?.trace?.trace_id)).toEqual(sentOn)
  return { traces: sentOn, events }
}

it('each request has a trace of its own', async () => {
  const { traces } = await tracesOf({}, {}, { 'sentry-trace': 'broken' })
  expect(new Set([...traces, getCurrentScope().getPropagationContext().traceId]).size).toBe(4)
})

it('a request that is part of a trace goes on with it', async () => {
  const baggage = `other=1,sentry-trace_id=${TRACE},sentry-public_key=theirs`
  const { traces, events } = await tracesOf(
    { 'sentry-trace': `${TRACE}-${SPAN}-1`, baggage },
    { 'sentry-trace': `${TRACE}-${SPAN}` },
  )
  expect(traces).toEqual([TRACE, TRACE])
  expect(events[0]?.contexts?.trace?.parent_span_id).toBe(SPAN)
})
