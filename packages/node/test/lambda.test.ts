import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { captureMessage, setTag } from '@mayday/node'
import { wrapHandler } from '@mayday/node/lambda'
import type { Callback, Context, Handler, StreamifyHandler } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Bundle, bundle } from './programs.js'
import { captured, createReceiver, start } from './setup.js'

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:shop'

/** What Lambda says of an invocation that has some time. */
function contextWith(left: number | (() => number) = 60_000): Context {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'shop',
    functionVersion: '3',
    invokedFunctionArn: ARN,
    memoryLimitInMB: '128',
    awsRequestId: '7f3c2a10-0000-4000-8000-000000000007',
    logGroupName: '/aws/lambda/shop',
    logStreamName: '2026/11/22/[3]abc',
    getRemainingTimeInMillis: typeof left === 'function' ? left : () => left,
    done() {},
    fail() {},
    succeed() {},
  }
}

const EVENT = { order: 7, card: 'mine-4111', headers: { Authorization: 'Bearer s3cret' } }
const nobody: Callback = () => {
  throw new Error('The handler answers by itself.')
}

describe('what a handler fails with is captured with its invocation, and goes on', () => {
  const error = new RangeError('no such order')
  const forms: [string, Handler][] = [
    ['a rejection', async () => Promise.reject(error)],
    [
      'an error at once',
      () => {
        throw error
      },
    ],
  ]

  it.each(forms)('%s', async (_form, handler) => {
    const { client, events } = start({ dataCollection: { frameContextLines: 0 } })
    await expect(wrapHandler(handler)(EVENT, contextWith(), nobody)).rejects.toBe(error)
    // It has arrived before Lambda is told.
    expect(events).toHaveLength(1)
    await client.flush()
    expect(events).toHaveLength(1)
    const [event] = events
    expect(captured(event)).toMatchObject({
      type: 'RangeError',
      mechanism: { type: 'auto.function.aws_serverless.handler', handled: false },
    })
    expect(event).toMatchObject({
      transaction: 'shop',
      contexts: {
        'aws.lambda': {
          aws_request_id: '7f3c2a10-0000-4000-8000-000000000007',
          function_name: 'shop',
          function_version: '3',
          invoked_function_arn: ARN,
          execution_duration_in_millis: expect.any(Number),
          remaining_time_in_millis: 60_000,
        },
        'aws.cloudwatch.logs': {
          log_group: '/aws/lambda/shop',
          log_stream: '2026/11/22/[3]abc',
          url: expect.stringContaining('https://console.aws.amazon.com/cloudwatch/home'),
        },
      },
    })
    const sent = JSON.stringify(event)
    for (const secret of ['mine-4111', 's3cret', process.argv[1] ?? '-']) {
      expect(sent).not.toContain(secret)
    }
  })

  it('an error that it calls back with', async () => {
    const { events } = start()
    const handler: Handler = (_event, _context, callback) => void setTimeout(() => callback(error))
    const answer = await new Promise((resolve) => {
      const result = wrapHandler(handler)(EVENT, contextWith(), (...all) =>
        resolve([...all, events.length]),
      )
      expect(result).toBeUndefined()
    })
    expect(answer).toEqual([error, undefined, 1])
  })

  it('an error of the stream that it answers to', async () => {
    const memory = start()
    const stream = new PassThrough()
    const listener = vi.fn()
    stream.on('error', listener)
    const handler = wrapHandler(async (_event: unknown, answer: PassThrough, _context: Context) => {
      answer.destroy(error)
      await new Promise((resolve) => answer.on('close', resolve))
      return 'streamed'
    })
    expect(await handler(EVENT, stream, contextWith())).toBe('streamed')
    const event = await memory.captured()
    expect(captured(event).mechanism?.type).toBe('auto.function.aws_serverless.stream')
    expect(event.transaction).toBe('shop')
    expect(listener).toHaveBeenCalledOnce()
    // Who does not deal with errors of a stream is still told by Node.
    const emitter = Object.assign(new EventEmitter(), { write() {} })
    await wrapHandler(async (_event: unknown, _answer: EventEmitter) => {})(EVENT, emitter)
    expect(() => emitter.emit('error', error)).toThrow(error)
  })
})

describe('a handler', () => {
  it('answers as it would without us', async () => {
    const memory = start()
    expect(await wrapHandler<Handler>(async () => 'fine')(EVENT, contextWith(), nobody)).toBe(
      'fine',
    )
    const handler: Handler = (_event, _context, callback) => callback(null, 'fine')
    const called = new Promise((resolve) => {
      void wrapHandler(handler)(EVENT, contextWith(), (...all) => resolve(all))
    })
    expect(await called).toEqual([null, 'fine'])
    await expect(memory).not.toHaveCaptured()
  })

  it('keeps what Lambda tells its form by', () => {
    const streaming = Symbol.for('aws.lambda.runtime.handler.streaming')
    const highWaterMark = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark')
    const handler: StreamifyHandler = async (_event, _stream, _context) => {}
    const marked = Object.assign(handler, { [streaming]: 'response', [highWaterMark]: 64 })
    const wrapped = wrapHandler(marked)
    expect(wrapped).toHaveLength(3)
    expect(wrapped.name).toBe('handler')
    expect(Reflect.get(wrapped, streaming)).toBe('response')
    expect(Reflect.get(wrapped, highWaterMark)).toBe(64)
  })

  it('keeps its context, but for what it is told to change', async () => {
    start()
    const seen: boolean[] = []
    const handler: Handler = async (_event, context) => {
      seen.push(context.callbackWaitsForEmptyEventLoop)
    }
    await wrapHandler(handler)(EVENT, contextWith(), nobody)
    const options = { callbackWaitsForEmptyEventLoop: false }
    await wrapHandler(handler, options)(EVENT, contextWith(), nobody)
    expect(seen).toEqual([true, false])
  })

  it('has its invocations kept apart', async () => {
    const { events } = start()
    const handler = wrapHandler(async ({ who }: { who: string }, _context: object) => {
      setTag('who', who)
      await new Promise((resolve) => setTimeout(resolve, 5))
      captureMessage(`said ${who}`)
    })
    await Promise.all(['ann', 'ben'].map((who) => handler({ who }, contextWith())))
    expect(events.map(({ message, tags }) => [message, tags]).sort()).toEqual([
      ['said ann', { who: 'ann' }],
      ['said ben', { who: 'ben' }],
    ])
  })

  it('belongs to the trace that its event brings', async () => {
    const memory = start()
    const id = '0123456789abcdef0123456789abcdef'
    const headers = { 'Sentry-Trace': `${id}-0123456789abcdef-1` }
    await wrapHandler<Handler>(async () => captureMessage('traced'))(
      { headers },
      contextWith(),
      nobody,
    )
    expect((await memory.captured()).contexts?.trace).toMatchObject({ trace_id: id })
  })

  it('does its work without init, without a context, and with one that says little', async () => {
    expect(await wrapHandler(async () => 'fine')()).toBe('fine')
    const memory = start()
    const bare = wrapHandler((..._all: object[]) => Promise.reject(new Error('bare')))
    await expect(bare({}, {})).rejects.toThrow('bare')
    expect((await memory.captured()).contexts?.['aws.lambda']).toEqual({
      execution_duration_in_millis: expect.any(Number),
      remaining_time_in_millis: 0,
    })
  })
})

describe('captureAllSettledReasons', () => {
  const results = () =>
    Promise.allSettled([1, Promise.reject(new Error('one')), Promise.reject(new Error('two'))])

  it('captures why parts of the work failed', async () => {
    const { events } = start()
    const handler = wrapHandler(results, { captureAllSettledReasons: true })
    expect(await handler()).toHaveLength(3)
    expect(events.map((event) => captured(event))).toMatchObject(
      ['one', 'two'].map((value) => ({
        value,
        mechanism: { type: 'auto.function.aws_serverless.promise', handled: false },
      })),
    )
  })

  it('is off unless it is asked for, and for other lists', async () => {
    const memory = start()
    await wrapHandler(results)()
    await wrapHandler(async () => [{ status: 'rejected' }, 7], { captureAllSettledReasons: true })()
    await expect(memory).not.toHaveCaptured()
  })
})

describe('an invocation that is about to run out of time', () => {
  it('is told of while there is time', async () => {
    const memory = start()
    let finish = (): void => {}
    const handler = wrapHandler((_event: object, _context: Context) => {
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    })
    const running = handler({}, contextWith(520))
    const event = await memory.captured()
    expect(event).toMatchObject({
      message: 'Possible function timeout: shop',
      level: 'warning',
      tags: { timeout: '1s' },
      contexts: { 'aws.lambda': { function_name: 'shop' } },
    })
    finish()
    await running
  })

  it.each([
    ['that ends in time', {}, 530],
    ['where it is turned off', { captureTimeoutWarning: false }, 501],
    ['that has no time to begin with', { timeoutWarningLimit: 600 }, 550],
  ])('is not, %s', async (_which, options, left) => {
    const memory = start()
    const handler = wrapHandler(async (_event: object, _context: Context) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }, options)
    await handler({}, contextWith(left))
    await new Promise((resolve) => setTimeout(resolve, 40))
    await expect(memory).not.toHaveCaptured()
  })
})

describe('in a real function, which is gone as soon as it has answered', () => {
  let sdk: Bundle
  beforeAll(async () => {
    sdk = await bundle('programs/lambda-entry.ts')
  }, 60_000)
  afterAll(() => sdk?.remove())

  /** One invocation of a function that is killed when it tells the outcome, with what had arrived by then. */
  async function invoke(event: object) {
    const receiver = await createReceiver()
    const kill = () => child.kill('SIGKILL')
    let outcome: unknown
    const api = createServer((request, response) => {
      if (request.method === 'GET') return void giveInvocation(response, event)
      kill()
      void textOf(request).then((text) => {
        outcome = { kind: request.url?.split('/').at(-1), body: JSON.parse(text) }
      })
    }).listen(0, '127.0.0.1')
    await once(api, 'listening')
    const program = fileURLToPath(new URL('programs/lambda.mjs', import.meta.url))
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        MAYDAY_URL: sdk.url,
        DSN: receiver.dsn,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(api.address() as AddressInfo).port}`,
      },
    })
    await once(child, 'close')
    await expect.poll(() => outcome).toBeDefined()
    api.closeAllConnections()
    api.close()
    return { outcome, events: receiver.arrived.map((one) => one.event) }
  }

  it.each([
    ['asynchronous', 'of a promise'],
    ['callback', 'of a callback'],
    ['synchronous', 'at once'],
  ])('an error has arrived by then: %s', async (form, errorMessage) => {
    const { outcome, events } = await invoke({ form, fail: true })
    expect(outcome).toEqual({ kind: 'error', body: { errorType: 'RangeError', errorMessage } })
    expect(events.map((event) => captured(event).value)).toEqual([errorMessage])
    expect(events[0]?.contexts?.['aws.lambda']).toMatchObject({ invoked_function_arn: ARN })
  })

  it('so has what was captured on the way', async () => {
    const { outcome, events } = await invoke({ form: 'message' })
    expect(outcome).toEqual({ kind: 'response', body: 'fine' })
    expect(events.map((event) => event?.message)).toEqual(['said on the way'])
  })
})

function giveInvocation(response: ServerResponse, event: object): void {
  response.writeHead(200, {
    'Lambda-Runtime-Aws-Request-Id': '7f3c2a10-0000-4000-8000-000000000007',
    'Lambda-Runtime-Deadline-Ms': String(Date.now() + 60_000),
    'Lambda-Runtime-Invoked-Function-Arn': ARN,
  })
  response.end(JSON.stringify(event))
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(request, 'end')
  return Buffer.concat(chunks).toString()
}
