/** A real proxy, and certificates for what speaks TLS. */
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach } from 'vitest'

/** Signed by itself, for localhost and the loopback addresses, from 2020 to 2120. It protects nothing. */
export const TLS = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzWKtJrUMjpN5+7Za
pHNpNK/P7ZcQ7O7cfnkKwKSM9iihRANCAARIG0Uqy8Gx0GfkAmdrAwYbwkQ6cIR1
dkILeWB2asS9L/+wGMSoMyW2y07bOGdw9AInmFKV02O8bToHbJD6BVI6
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBeTCCAR+gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEgbRSrLwbHQZ+QC
Z2sDBhvCRDpwhHV2Qgt5YHZqxL0v/7AYxKgzJbbLTts4Z3D0AieYUpXTY7xtOgds
kPoFUjqjYDBeMCwGA1UdEQQlMCOCCWxvY2FsaG9zdIcEfwAAAYcQAAAAAAAAAAAA
AAAAAAAAATAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBQxmktKgvfwxi/Uua0B
dETrJe5OJDAKBggqhkjOPQQDAgNIADBFAiEAkqXKf5zgEs3X2ZSd2hgvpYYUG31Z
4nYBVWvB77o3bXMCIHT0MUWHmCb1NnyOxY2SLUMdWGcaBHyY94y3alah6Ltf
-----END CERTIFICATE-----`,
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** Ends the server, and whatever it has under way, with the test. */
export async function listening(server: Server): Promise<number> {
  const sockets = new Set<Duplex>()
  server.on('connection', (socket) => sockets.add(socket))
  closing.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

export interface TestProxy {
  url: string
  /** What it was asked for: method, address, and the credentials. */
  asked: [method: string | undefined, url: string | undefined, authorization: string | undefined][]
}

/** @param refusal the status that it answers everything with */
export async function createProxy({
  refusal,
  isSecure = false,
}: {
  refusal?: number
  isSecure?: boolean
} = {}): Promise<TestProxy> {
  const asked: TestProxy['asked'] = []
  const note = ({ method, url, headers }: IncomingMessage): void =>
    void asked.push([method, url, headers['proxy-authorization']])
  const onRequest = (incoming: IncomingMessage, answer: ServerResponse): void => {
    note(incoming)
    if (refusal) return void answer.writeHead(refusal).end()
    const { method, headers } = incoming
    delete headers['proxy-authorization']
    const onward = request(incoming.url ?? '', { method, headers, agent: false }, (response) => {
      answer.writeHead(response.statusCode ?? 0, response.headers)
      response.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  }
  const server = isSecure ? createSecureServer(TLS, onRequest) : createServer(onRequest)
  server.on('connect', (incoming: IncomingMessage, client: Duplex) => {
    note(incoming)
    if (refusal) return void client.end(`HTTP/1.1 ${refusal} No\r\n\r\n`)
    const { hostname, port } = new URL(`http://${incoming.url}`)
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(onward).pipe(client)
    })
    for (const one of [client, onward])
      one.on('error', () => [client, onward].map((s) => s.destroy()))
  })
  const port = await listening(server)
  return { url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`, asked }
}
