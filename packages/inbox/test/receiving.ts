import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished } from 'vitest'
import type { WebhookBody } from '../src/index.js'

export interface Receiver {
  url: string
  port: number
  bodies: WebhookBody[]
  headers: IncomingHttpHeaders[]
  /** What is answered from now on. */
  status: number
  answerHeaders: Record<string, string>
}

/** A server that takes what webhooks are sent. */
export async function receiver(port = 0): Promise<Receiver> {
  const { bodies, headers }: Pick<Receiver, 'bodies' | 'headers'> = { bodies: [], headers: [] }
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += chunk))
    request.on('end', () => {
      headers.push(request.headers)
      bodies.push(JSON.parse(text) as WebhookBody)
      response.writeHead(own.status, own.answerHeaders).end('secret answer')
    })
  })
  await listen(server, port)
  const address = server.address() as AddressInfo
  const url = `http://127.0.0.1:${address.port}/hook/s3cret?t=s3cret`
  const own: Receiver = {
    url,
    port: address.port,
    bodies,
    headers,
    status: 200,
    answerHeaders: {},
  }
  return own
}

export async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits until so many have come. */
export const arrived = (got: unknown[], count: number) => expect.poll(() => got).toHaveLength(count)

/** The kinds and titles of what a webhook was told. */
export function titlesOf(bodies: WebhookBody[]): string[] {
  return bodies.flatMap(({ alerts }) => alerts.map(({ kind, issue }) => `${kind} ${issue.title}`))
}

interface MailServerOptions {
  password?: string
  tls?: { key: string; cert: string }
}

export interface Mail {
  from: string
  to: string[]
  text: string
}

/** A server that takes mail. @param tls speaks TLS from the first byte, with this key and certificate */
export async function mailServer({
  password,
  tls,
}: MailServerOptions = {}): Promise<{ mails: Mail[]; port: number }> {
  const mails: Mail[] = []
  const server = new SMTPServer({
    logger: false,
    ...(tls && { secure: true, ...tls }),
    disabledCommands: ['STARTTLS'],
    authOptional: password === undefined,
    onAuth: (auth, _session, done) =>
      done(auth.password === password ? null : new Error(`no ${auth.password}`), { user: '1' }),
    onData: (stream, { envelope }, done) => {
      let text = ''
      stream.on('data', (chunk) => (text += chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = envelope
        const from = mailFrom === false ? '' : mailFrom.address
        mails.push({ from, to: rcptTo.map(({ address }) => address), text })
        done()
      })
    },
  })
  // Of connections that are broken off.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.server.address() as AddressInfo
  return { mails, port }
}
