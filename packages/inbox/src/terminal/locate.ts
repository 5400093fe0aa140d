import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Api, apiAt } from '../api/client.js'
import { UsageError } from './options.js'

/** A running Inbox, as commands talk to it. */
export interface Running {
  url: string
  token?: string
  api: Api
}

/** The Inbox that is named, or that uses the data directory, or that listens where it does by default. */
export async function locate(options: {
  url?: string
  token?: string
  'data-dir': string
}): Promise<Running> {
  const { MAYDAY_INBOX_URL: fromEnvironment } = process.env
  const named = options.url ?? fromEnvironment
  const token = checked(options.token ?? tokenIn(named) ?? process.env.MAYDAY_INBOX_TOKEN)
  const url = named ? originOf(named) : await urlIn(options['data-dir'])
  return { url, ...(token && { token }), api: apiAt(url, token) }
}

function checked(token: string | undefined): string | undefined {
  if (!token || /^[\w.~-]+$/.test(token)) return token
  throw new UsageError('A token consists of letters, digits and . _ ~ - only.')
}

/** An Inbox prints its address with the token, for browsers. */
function tokenIn(url: string | undefined): string | undefined {
  return url && URL.canParse(url)
    ? (new URL(url).searchParams.get('token') ?? undefined)
    : undefined
}

function originOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') {
    return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`
  }
  throw new UsageError(`--url takes an address such as http://127.0.0.1:7070, not "${url}".`)
}

async function urlIn(dataDir: string): Promise<string> {
  const noted = await readFile(join(dataDir, 'inbox.url'), 'utf8').catch(() => '')
  return /^https?:\/\/\S+$/.test(noted.trim()) ? noted.trim() : 'http://127.0.0.1:7070'
}
