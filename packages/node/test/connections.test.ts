/** What connections do besides: break off, wait in line, become something else, carry many requests at once. */
import { EventEmitter } from 'node:events'
import {
  IncomingMessage,
  type RequestListener,
  type Server,
  ServerResponse,
  request as send,
} from 'node:http'
import { type ClientHttp2Session, connect as connectHttp2, type Http2Server } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import {
  bindScopeToEmitter,
  captureMessage,
  getIsolationScope,
  setTag,
  setUser,
  withIsolationScope,
  withRequestScope,
  withScope,
} from '@mayday/node'
import { describe, expect, it } from 'vitest'
import { ending, listening, post, servers } from './servers.js'
import { start } from './setup.js'

/** Whose scopes are in force here. */
const here = (): unknown => getIsolationScope().getScopeData().tags.request
const be = (id: unknown): void => void setTag('request', `${id}`)

/** Writes this to a server, in pieces that wait for each other; resolves with all that comes until the end. */
async function talk(port: number, ...pieces: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  ending(() => socket.destroy())
  const over = new Promise((resolve) => socket.on('close', resolve))
  let text = ''
  socket.on('data', (chunk: string) => {
    text += chunk
  })
  await new Promise((resolve) => socket.once('connect', resolve))
  for (const piece of pieces) {
    socket.write(piece)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await over
  return text
}

const httpServer = async (handler: RequestListener, prepare?: (server: Server) => void) => {
  const server = servers.http(handler)
  prepare?.(server)
  return listening(server)
}

/** A promise and what fulfils it. */
function promised<T>(): { value: Promise<T>; give: (value: T) => void } {
  let give: (value: T) => void = () => {}
  const value = new Promise<T>((resolve) => {
    give = resolve
  })
  return { value, give }
}

describe('a connection that breaks off', () => {
  it('is told to the request in its own scopes, by every emitter', async () => {
    start()
    const heard: Record<string, unknown> = {}
    const over = promised<void>()
    const port = await httpServer((request, response) => {
      const id = request.url
      be(id)
      const hear = (name: string) => () => {
        heard[name] = here()
      }
      request.on('aborted', hear('request aborted')).on('error', hear('request error'))
      request.on('close', hear('request close'))
      request.socket.on('close', hear('socket close'))
      response.on('close', () => {
        hear('response close')()
        setImmediate(over.give)
      })
      response.write('begun')
    })
    const request = send({ port, host: '127.0.0.1', path: '/gone', method: 'POST' }, (response) => {
      response.on('error', () => {}).once('data', () => request.destroy())
    })
    request.on('error', () => {}).write('half')
    await over.value
    expect(heard).toEqual({
      'request aborted': '/gone',
      'request error': '/gone',
      'request close': '/gone',
      'socket close': '/gone',
      'response close': '/gone',
    })
  })

  it('is nobody’s when it has been answered, and so is nonsense that comes after', async () => {
    start()
    const heard: unknown[] = []
    const port = await httpServer(
      (request, response) => {
        be(request.url)
        response.end('x')
      },
      (server) =>
        server.on('clientError', (_error, socket) => {
          heard.push(here())
          socket.destroy()
        }),
    )
    const text = await talk(port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n', 'nonsense\r\n\r\n')
    expect(text).toContain('200 OK')
    expect(heard).toEqual([undefined])
  })
})

describe('requests in line on one connection', () => {
  it('have scopes of their own, also when they are answered in another order', async () => {
    start()
    const heard: [id: string | undefined, name: string, who: unknown][] = []
    const answers: (() => void)[] = []
    const port = await httpServer((request, response) => {
      const id = request.url
      be(id)
      const hear = (name: string) => () => void heard.push([id, name, here()])
      request.on('data', hear('data')).on('end', hear('end')).on('close', hear('request close'))
      response.on('finish', hear('finish')).on('close', hear('response close'))
      setTimeout(hear('timer'), 1)
      answers.push(() => response.end(`answer ${id}`))
      // The last to come ends all, in the scopes of none of the others.
      if (answers.length === 3) setTimeout(() => answers.reverse().map((answer) => answer()), 20)
    })
    const ask = (id: number, more = '') =>
      `POST /${id} HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n${more}\r\n`
    const text = await talk(
      port,
      `${ask(1)}1`,
      `111${ask(2)}2222${ask(3, 'Connection: close\r\n')}3`,
      '333',
    )
    expect(text.match(/answer \/\d/g)).toEqual(['answer /1', 'answer /2', 'answer /3'])
    await expect.poll(() => heard.filter(([, name]) => name === 'response close').length).toBe(3)
    expect(heard.filter(([id, _name, who]) => id !== who)).toEqual([])
    for (const id of ['/1', '/2', '/3']) {
      const names = heard.filter((one) => one[0] === id).map(([, name]) => name)
      const all = ['data', 'end', 'finish', 'request close', 'response close', 'timer']
      expect([...new Set(names)].sort()).toEqual(all)
    }
  })

  it('break off each in its own scopes', async () => {
    start()
    const heard: [id: string | undefined, who: unknown][] = []
    const over = promised<void>()
    const sockets: Socket[] = []
    const port = await httpServer((request, response) => {
      const id = request.url
      be(id)
      const hear = () => void heard.push([id, here()])
      request.on('aborted', hear).on('error', hear).on('close', hear)
      response.on('close', hear)
      if (id === '/2') {
        request.on('close', () => setImmediate(over.give))
        setTimeout(() => sockets[0]?.resetAndDestroy(), 10)
      }
    })
    const socket = connect(port, '127.0.0.1', () => {
      const head = (id: number) => `POST /${id} HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n`
      socket.write(`${head(1)}1111${head(2)}2`)
    })
    sockets.push(socket)
    socket.on('error', () => {})
    await over.value
    expect(heard.filter(([id, who]) => id !== who)).toEqual([])
    expect(new Set(heard.map(([id]) => id))).toEqual(new Set(['/1', '/2']))
  })
})

describe('what is no ordinary request', () => {
  it.each(['http', 'https'] as const)(
    'but an upgrade has scopes, which its socket keeps (%s)',
    async (kind) => {
      const memory = start()
      const heard: unknown[] = []
      const server = servers[kind]((_request, response) => response.end())
      server.on('upgrade', (request, socket) => {
        setUser({ id: request.url ?? '' })
        be(request.url)
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n')
        socket.on('data', (chunk: Buffer) => {
          heard.push([`${chunk}`, here()])
          captureMessage(`said ${chunk}`)
          socket.write(`${chunk}!`)
        })
        socket.on('end', () => {
          heard.push(['end', here()])
          socket.end()
        })
        socket.on('close', () => heard.push(['close', here()]))
      })
      const port = await listening(server)
      const converse = async (id: string): Promise<void> => {
        const socket =
          kind === 'http'
            ? connect(port, '127.0.0.1')
            : connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
        const next = () =>
          new Promise<string>((resolve) => socket.once('data', (c) => resolve(`${c}`)))
        socket.write(
          `GET /${id} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n`,
        )
        expect(await next()).toContain('101')
        socket.write(`${id}a`)
        expect(await next()).toBe(`${id}a!`)
        socket.write(`${id}b`)
        expect(await next()).toBe(`${id}b!`)
        socket.end()
        await new Promise((resolve) => socket.on('close', resolve))
      }
      await Promise.all(['1', '2', '3'].map(converse))
      await expect.poll(() => heard.filter((one) => `${one}`.startsWith('close')).length).toBe(3)
      const ids = heard.map((one) => (one as [string, unknown])[1])
      for (const id of ['/1', '/2', '/3']) {
        expect(ids.filter((one) => one === id)).toHaveLength(4)
        expect(heard).toContainEqual([`${id.slice(1)}b`, id])
      }
      expect(await memory.captured('said 2b')).toMatchObject({
        user: { id: '/2' },
        transaction: 'GET /2',
        request: { method: 'GET', url: `${kind}://a/2` },
      })
    },
  )

  it('but CONNECT has scopes, which its socket keeps', async () => {
    start()
    const heard: unknown[] = []
    const port = await httpServer(
      () => {},
      (server) =>
        server.on('connect', (request, socket) => {
          be(request.url)
          socket.write('HTTP/1.1 200 OK\r\n\r\n')
          socket.on('data', () => {
            heard.push(here())
            socket.end()
          })
        }),
    )
    await talk(port, 'CONNECT b:443 HTTP/1.1\r\nHost: b\r\n\r\n', 'hello')
    expect(heard).toEqual(['b:443'])
  })

  it.each(['checkContinue', 'checkExpectation'] as const)(
    'but asks first has scopes (%s)',
    async (name) => {
      start()
      const heard: unknown[] = []
      const port = await httpServer(
        () => {},
        (server) =>
          server.on(name, (request, response) => {
            be(request.url)
            if (name === 'checkContinue') response.writeContinue()
            request.on('data', () => heard.push(['data', here()]))
            request.on('end', () => {
              heard.push(['end', here()])
              response.end('answer')
            })
          }),
      )
      const expectation = name === 'checkContinue' ? '100-continue' : 'a-miracle'
      const text = await talk(
        port,
        `POST /1 HTTP/1.1\r\nHost: a\r\nExpect: ${expectation}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n`,
        'ab',
      )
      expect(text).toContain('answer')
      expect(heard).toEqual([
        ['data', '/1'],
        ['end', '/1'],
      ])
    },
  )
})

describe('HTTP/2', () => {
  const session = (kind: 'h2' | 'h2c', port: number): ClientHttp2Session => {
    const address = `${kind === 'h2' ? 'https' : 'http'}://127.0.0.1:${port}`
    const client = connectHttp2(address, { rejectUnauthorized: false })
    ending(() => client.destroy())
    return client
  }

  const ask = (client: ClientHttp2Session, id: number): Promise<string> =>
    new Promise((resolve) => {
      const stream = client.request({
        ':method': 'POST',
        ':path': `/${id}?q=1`,
        'x-request-id': `${id}`,
      })
      let text = ''
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      stream.on('close', () => resolve(text))
      stream.write('1')
      setTimeout(() => stream.end('2'), 2)
    })

  describe.each(['h2', 'h2c'] as const)('(%s)', (kind) => {
    it('has scopes for each request of the compatible interface', async () => {
      const memory = start({ floodControl: false })
      const heard: [id: string, name: string, who: unknown][] = []
      const port = await listening(
        servers[kind]((request, response) => {
          const id = request.url
          be(id)
          setUser({ id: id.replace(/\D*(\d+).*/, '$1') })
          const hear = (name: string) => () => void heard.push([id, name, here()])
          request.on('data', hear('data')).on('end', () => {
            hear('end')()
            captureMessage(`of ${id}`)
            setTimeout(() => response.end(`answer ${id}`), Math.random() * 5)
          })
          response.on('finish', hear('finish')).on('close', hear('response close'))
          request.on('close', hear('request close'))
          request.stream.on('close', hear('stream close'))
        }),
      )
      const client = session(kind, port)
      const ids = Array.from({ length: 20 }, (_, id) => id)
      const texts = await Promise.all(ids.map((id) => ask(client, id)))
      expect(texts).toEqual(ids.map((id) => `answer /${id}?q=1`))
      await expect.poll(() => heard.filter(([, name]) => name === 'stream close').length).toBe(20)
      expect(heard.filter(([id, _name, who]) => id !== who)).toEqual([])
      expect(new Set(heard.map(([, name]) => name)).size).toBe(6)
      expect(await memory.captured('of /7?q=1')).toMatchObject({
        user: { id: '7' },
        transaction: 'POST /7',
        request: {
          method: 'POST',
          url: `${kind === 'h2' ? 'https' : 'http'}://127.0.0.1:${port}/7`,
          query_string: 'q=[Filtered]',
          headers: { 'x-request-id': '7' },
        },
      })
      expect(JSON.stringify(memory.events)).not.toContain('":path"')
    })

    it('has scopes for each stream, which its request leads to', async () => {
      start()
      const heard: [id: unknown, name: string, who: unknown][] = []
      const server = servers[kind]()
      server.on('stream', (stream, headers) => {
        const id = headers[':path']
        be(id)
        const hear = (name: string) => () => void heard.push([id, name, here()])
        stream.on('data', hear('data')).on('end', () => {
          hear('end')()
          stream.respond({ ':status': 200 })
          withIsolationScope(() => stream.end(`answer ${id}`))
        })
        stream.on('close', hear('close'))
        setTimeout(() => withIsolationScope(() => withRequestScope(stream, hear('elsewhere'))), 1)
      })
      const port = await listening(server)
      const client = session(kind, port)
      const ids = Array.from({ length: 20 }, (_, id) => id)
      const texts = await Promise.all(ids.map((id) => ask(client, id)))
      expect(texts).toEqual(ids.map((id) => `answer /${id}?q=1`))
      await expect.poll(() => heard.filter(([, name]) => name === 'close').length).toBe(20)
      expect(heard.filter(([id, _name, who]) => id !== who)).toEqual([])
      const names = heard.map(([, name]) => name)
      expect([...new Set(names)].sort()).toEqual(['close', 'data', 'elsewhere', 'end'])
    })
  })
})

describe('the program’s own objects', () => {
  const keys = (object: object) => Reflect.ownKeys(object).map(String)

  /** What a program can see of a request that is posted, its response and its server. */
  async function seen(): Promise<unknown> {
    const result: Record<string, unknown> = {}
    const port = await httpServer((request, response) => {
      const listener = (): void => {}
      request.on('end', listener)
      result.found = request.listeners('end').includes(listener)
      request.removeListener('end', listener)
      result.removed = !request.listeners('end').includes(listener)
      result.emitted = [request.emit('nothing'), request.on('mine', listener).emit('mine')]
      result.flowing = request.readableFlowing
      result.keys = [keys(request), keys(response)]
      result.counts = ['data', 'end', 'close', 'error'].map((name) => request.listenerCount(name))
      result.ofResponse = ['finish', 'close', 'error'].map((name) => response.listenerCount(name))
      request.once('end', () => response.end('answer')).resume()
    })
    result.answer = await post(`http://127.0.0.1:${port}/`)
    return result
  }

  it('look and act as they do without', async () => {
    const bare = await seen()
    start({ debug: false })
    expect(await seen()).toEqual(bare)
  })

  it('have their own functions back after close, and only then', async () => {
    const emits = () =>
      [EventEmitter, IncomingMessage, ServerResponse].map(({ prototype }) =>
        Object.getOwnPropertyDescriptor(prototype, 'emit'),
      )
    const before = emits()
    const objects: object[] = []
    const serve = (server: Server | Http2Server) => {
      objects.push(server)
      server.on('connection', (socket) => objects.push(socket))
      return listening(server)
    }
    const { client } = start()
    const server = servers.http((request, response) => {
      request.resume().on('end', () => response.end('x'))
    })
    server.on('upgrade', () => {})
    await post(`http://127.0.0.1:${await serve(server)}/`)
    const http2 = servers.h2c((request, response) => {
      objects.push(request.stream, request.stream.session as object)
      response.end()
    })
    const session = connectHttp2(`http://127.0.0.1:${await serve(http2)}`)
    ending(() => session.destroy())
    await new Promise((resolve) => session.request({ ':path': '/' }).resume().on('close', resolve))
    expect(emits()).not.toEqual(before)
    await client.close()
    expect(emits()).toEqual(before)
    expect(objects.filter((one) => Object.hasOwn(one, 'emit'))).toEqual([])
  })

  it('keep their scopes when the client closes while they are open', async () => {
    const { client } = start()
    const going = promised<void>()
    const closed = promised<void>()
    const port = await httpServer(async (request, response) => {
      be(request.url)
      going.give()
      await closed.value
      response.end(`${here()}`)
    })
    const answer = post(`http://127.0.0.1:${port}/1`)
    await going.value
    await client.close()
    closed.give()
    expect(await answer).toBe('/1')
    expect(here()).toBeUndefined()
  })

  it('leave a connection that stays open without those of its last request', async () => {
    const { client } = start()
    const port = await httpServer(async (request, response) => {
      const before = here()
      if (request.url === '/1') be(request.url)
      response.end(`${before}`)
    })
    const socket = connect(port, '127.0.0.1').setEncoding('latin1')
    ending(() => socket.destroy())
    const ask = (id: number): Promise<string> =>
      new Promise((resolve) => {
        socket.once('data', (text) =>
          resolve(
            `${text}`
              .split('\r\n')
              .filter((line) => /^\/|^undef/.test(line))
              .join(),
          ),
        )
        socket.write(`GET /${id} HTTP/1.1\r\nHost: a\r\n\r\n`)
      })
    expect(await ask(1)).toBe('undefined')
    await new Promise((resolve) => setTimeout(resolve, 10))
    await client.close()
    expect(await ask(2)).toBe('undefined')
    start()
    expect(await ask(3)).toBe('undefined')
  })
})

describe('bindScopeToEmitter', () => {
  it('has listeners run in the scope given, and is given back its emitter', async () => {
    const memory = start()
    const emitter = new EventEmitter()
    const result = withIsolationScope(() => {
      setUser({ id: 'mine' })
      return withScope((scope) => {
        scope.setTag('inner', 'yes')
        return bindScopeToEmitter(emitter)
      })
    })
    expect(result).toBe(emitter)
    const listener = (): void => void captureMessage('heard')
    emitter.on('row', listener)
    expect(emitter.listeners('row')).toEqual([listener])
    expect(emitter.emit('row')).toBe(true)
    expect(await memory.captured('heard')).toMatchObject({
      user: { id: 'mine' },
      tags: { inner: 'yes' },
    })
    emitter.removeListener('row', listener)
    expect(emitter.emit('row')).toBe(false)
  })

  it('binds once: the first scope counts', () => {
    start()
    const emitter = new EventEmitter()
    withIsolationScope(() => {
      be('first')
      bindScopeToEmitter(emitter)
    })
    withIsolationScope(() => {
      be('second')
      bindScopeToEmitter(emitter)
    })
    let who: unknown
    emitter.on('row', () => {
      who = here()
    })
    emitter.emit('row')
    expect(who).toBe('first')
  })

  it('binds event targets, whose listeners are added once and can be removed', () => {
    start()
    const target = new EventTarget()
    withIsolationScope(() => {
      be('mine')
      bindScopeToEmitter(target)
    })
    const heard: unknown[] = []
    const listener = (): void => void heard.push(here())
    target.addEventListener('row', listener)
    target.addEventListener('row', listener)
    target.dispatchEvent(new Event('row'))
    target.removeEventListener('row', listener)
    target.dispatchEvent(new Event('row'))
    expect(heard).toEqual(['mine'])
  })

  it('leaves alone what is neither', () => {
    const object = Object.freeze({ a: 1 })
    expect(bindScopeToEmitter(object)).toBe(object)
  })
})
