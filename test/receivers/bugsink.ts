/** A real Bugsink, on loopback and for the time of a test. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { EventPayload } from '@mayday/core'
import { python } from './python.js'

export interface Bugsink {
  url: string
  /** The key of its only project, which has the number 1. */
  key: string
  /** Reads the event back; undefined when there is none of that id. */
  read(eventId: string | undefined): Promise<EventPayload | undefined>
  /** What it printed, such as objections to events. */
  printed(): string
  close(): Promise<void>
}

const MAKE_PROJECT = `
from bsmain.models import AuthToken
from projects.models import Project
project = Project.objects.create(name='Mayday', alert_on_new_issue=False)
print(project.sentry_key.hex, AuthToken.create_full_access().token)
`

export async function startBugsink(): Promise<Bugsink> {
  const folder = mkdtempSync(join(tmpdir(), 'mayday-bugsink-'))
  copyFileSync(
    fileURLToPath(new URL('bugsink_conf.py', import.meta.url)),
    join(folder, 'bugsink_conf.py'),
  )
  await manage(folder, 'migrate', '--verbosity', '0')
  const made = await manage(folder, 'shell', '--verbosity', '0', '--command', MAKE_PROJECT)
  const [key = '', token = ''] = made.trim().split(' ')
  const server = await serve(folder)
  return {
    url: server.url,
    key,
    read: createReader(`${server.url}/api/canonical/0`, token),
    printed: server.printed,
    async close() {
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function manage(folder: string, ...args: string[]): Promise<string> {
  const all = ['-m', 'bugsink.scripts.manage', ...args]
  return (await promisify(execFile)(python, all, { cwd: folder })).stdout
}

interface Server {
  url: string
  printed(): string
  stop(): Promise<void>
}

async function serve(folder: string): Promise<Server> {
  const args = ['--bind=127.0.0.1:0', '--workers=1', '--threads=4', '--no-control-socket']
  // Else it would close connections just as they are used again, and end only after they are closed.
  args.push('--keep-alive=60', '--graceful-timeout=1')
  const child = spawn(python, ['-m', 'gunicorn', ...args, 'bugsink.wsgi'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', () => {
      const [, address] = /Listening at: (\S+)/.exec(output) ?? []
      if (address) resolve(address)
    })
    child.on('exit', () => reject(new Error(`Bugsink did not start:\n${output}`)))
  })
  return { url, printed: () => output, stop: () => stop(child) }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve())
    child.kill()
  })
}

interface Issue {
  id: string
  digested_event_count: number
}

/** Its API knows events by a number of its own, and lists them by issue only. */
function createReader(api: string, token: string): Bugsink['read'] {
  const places = new Map<string, string>()
  const seen = new Map<string, number>()

  async function get<T>(path: string): Promise<T> {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${api}/${path}`, { headers })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json() as Promise<T>
  }

  async function list<T>(path: string): Promise<T[]> {
    const { results, next } = await get<{ results: T[]; next: string | null }>(path)
    return next ? [...results, ...(await list<T>(next.slice(api.length + 1)))] : results
  }

  async function lookAround(): Promise<void> {
    for (const { id, digested_event_count: count } of await list<Issue>('issues/?project=1')) {
      if (seen.get(id) === count) continue
      seen.set(id, count)
      const events = await list<{ id: string; event_id: string }>(`events/?issue=${id}`)
      for (const event of events) places.set(event.event_id.replaceAll('-', ''), event.id)
    }
  }

  return async (eventId = '') => {
    if (!places.has(eventId)) await lookAround()
    const place = places.get(eventId)
    if (place === undefined) return undefined
    return (await get<{ data: EventPayload }>(`events/${place}/`)).data
  }
}
