import type { ArrivalMessage, EventAnswer } from '../api/answers.js'
import { reach, refusalOf } from '../api/client.js'
import { isAtLeast, levels } from '../event/levels.js'
import type { StoredEvent } from '../event/stored.js'
import { formatArrival } from './format.js'
import { locate, type Running } from './locate.js'
import { askingOptions, expectArguments, parse, wordOption } from './options.js'
import { wantsColor } from './paint.js'
import { jsonLine, print } from './print.js'

const usage = `Usage: mayday-inbox tail [options]

Shows each event that arrives at a running Inbox from now on.

  --project <name>   of this project only
  --level <level>    of this level or a worse one: ${levels.join(', ')}
  --json             one line of JSON for each
  --url <address>    where the Inbox is (default: the one that uses the data directory)
  --data-dir <path>  its data directory (default .mayday/inbox)
  --token <text>     its token, where it has one (better in MAYDAY_INBOX_TOKEN)
  --help             show this text
`

export async function tail(args: string[]): Promise<void> {
  const { values, positionals } = parse('tail', args, {
    ...askingOptions,
    project: { type: 'string' },
    level: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  if (values.help) return print(usage)
  expectArguments('tail', positionals, [])
  const least = wordOption('level', values.level, levels)
  const inbox = await locate(values)
  const color = wantsColor(process.stdout)
  for await (const { eventId, issue } of arrivals(inbox)) {
    if (values.project !== undefined && issue.project !== values.project) continue
    const event = (await inbox.api.get<EventAnswer>(`/events/${eventId}`))?.event
    if (!event || !isAtLeast(event.level, least)) continue
    await print(values.json ? jsonLine(event) : blockOf(event, inbox.url, color))
  }
  throw new Error(`The Inbox at ${inbox.url} has ended.`)
}

function blockOf(event: StoredEvent, url: string, color: boolean): string {
  return formatArrival(event, { url, color })
}

/** What the Inbox tells of, until it ends. */
async function* arrivals({ url, token }: Running): AsyncGenerator<ArrivalMessage> {
  const headers = { ...(token && { authorization: `Bearer ${token}` }) }
  const response = await reach(url, `${url}/api/0/stream`, { headers })
  if (!response.ok || !response.body) throw refusalOf(url, token, response.status)
  // Said aside, so that whoever reads lines of JSON need not know of it.
  process.stderr.write(`Waiting for events at ${url}\n`)
  for await (const message of messagesIn(response.body)) {
    const [, data] = /^event: arrival\ndata: (.*)$/m.exec(message) ?? []
    if (data !== undefined) yield JSON.parse(data) as ArrivalMessage
  }
}

/** The messages of a stream of server-sent events, which ends where the connection does. */
async function* messagesIn(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let text = ''
  const reader = body.getReader()
  for (;;) {
    const chunk = await reader.read().catch(() => undefined)
    if (!chunk || chunk.done) return
    text += decoder.decode(chunk.value, { stream: true })
    const messages = text.split('\n\n')
    text = messages.pop() ?? ''
    yield* messages
  }
}
