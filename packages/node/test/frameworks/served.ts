import { createServer, type IncomingHttpHeaders, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'

const closing: (() => unknown)[] = []

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

/** Ends something with the test. */
export function closeAfterwards(close: () => unknown): void {
  closing.push(close)
}

/** Serves until the test ends, and resolves with the address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  closeAfterwards(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
  /** Whether it ended as answers end. */
  isWhole: boolean
}

/** What is answered, as far as it comes. */
export function ask(url: string, method = 'GET', headers = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent: false }, (response) => {
      const answer: Answer = {
        status: response.statusCode,
        headers: response.headers,
        body: '',
        isWhole: false,
      }
      response.setEncoding('utf8').on('data', (text: string) => {
        answer.body += text
      })
      response.on('end', () => {
        answer.isWhole = true
      })
      response.on('error', () => {})
      response.on('close', () => resolve(answer))
    })
    asking.on('error', reject).end()
  })
}
