import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { decompress } from '../server/body.js'
import { isLoopback } from '../server/host-check.js'

const timeout = 2000
const limit = 20 * 1024 * 1024

export interface Fetched {
  text: string
  /** What a `SourceMap` header says. */
  sourceMap?: string
}

/** The URL if it is one that the inbox may fetch: http(s), and on this very machine. */
export function loopbackUrl(text: string | undefined): URL | undefined {
  if (text === undefined || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return isLoopback(url.hostname.replace(/^\[|\]$/g, '')) ? url : undefined
}

/**
 * Gets a text from a server on this machine. Rejects after two seconds, above 20 MiB, and for every
 * answer but 200: a redirect could lead anywhere.
 *
 * Not by `fetch`: programs under test replace that one, and would see requests they did not make.
 */
export async function fetchLoopback(url: URL): Promise<Fetched> {
  const signal = AbortSignal.timeout(timeout)
  const response = await get(url, signal)
  if (response.statusCode !== 200) {
    response.destroy()
    throw new Error(`${url.href} was answered with status ${response.statusCode}.`)
  }
  const bytes = await readAll(response)
  const body = await decompress(bytes, response.headers['content-encoding'], limit)
  const sourceMap = response.headers.sourcemap ?? response.headers['x-sourcemap']
  return { text: body.toString('utf8'), ...(sourceMap && { sourceMap: String(sourceMap) }) }
}

function get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const options = {
    signal,
    agent: false as const,
    // A development server signs its certificate itself, and no network lies in between.
    rejectUnauthorized: false,
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'sec-fetch-dest': 'script' },
  }
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? requestHttps : requestHttp
    start(url, options, resolve).on('error', reject).end()
  })
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new Error('The answer is larger than 20 MiB.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
