import { parseArgs } from 'node:util'
import { createInbox, type Inbox, type InboxOptions } from '../inbox.js'
import { formatArrival, wantsColor } from './format.js'

const usage = `Usage: mayday-inbox [options]

Receives error events on this machine and shows them on a web page.

  --port <number>    where to listen; another port is used if it is taken (default 7070)
  --host <address>   the address to listen at (default 127.0.0.1: this machine only)
  --data-dir <path>  where events are kept (default .mayday/inbox)
  --help             show this text
`

/** Runs the inbox as a program, until it is told to stop. */
export async function run(args: string[]): Promise<void> {
  try {
    const options = parseOptions(args)
    if (options === undefined) process.stdout.write(usage)
    else await serve(options)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

class UsageError extends Error {}

function parseOptions(args: string[]): InboxOptions | undefined {
  const { values } = parse(args)
  if (values.help) return undefined
  const port = values.port === '' ? Number.NaN : Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UsageError(`--port takes a number from 0 to 65535, not "${values.port}".`)
  }
  return { port, host: values.host, dataDir: values['data-dir'] }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: '7070' },
        host: { type: 'string', default: '127.0.0.1' },
        'data-dir': { type: 'string', default: '.mayday/inbox' },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nRun mayday-inbox --help for the options.`)
  }
}

async function serve(options: InboxOptions): Promise<void> {
  const color = wantsColor(process.stdout)
  const inbox = await createInbox({
    ...options,
    onEvent: (event) => process.stdout.write(formatArrival(event, { url: inbox.url, color })),
  })
  process.stdout.write(greeting(inbox, options))
  stopOnSignal(inbox)
}

function greeting(inbox: Inbox, { port, dataDir }: InboxOptions): string {
  const taken = `Port ${port} is taken, so this is another one.\n`
  return (
    `${inbox.portWasTaken ? taken : ''}Inbox  ${inbox.url}\nDSN    ${inbox.dsn()}\n` +
    `Data   ${dataDir}\n\nWaiting for events.\n\n`
  )
}

function stopOnSignal(inbox: Inbox): void {
  const stop = () => {
    inbox.close().catch((error: Error) => {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 1
    })
  }
  // Once: a second Ctrl+C ends a process that hangs.
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
