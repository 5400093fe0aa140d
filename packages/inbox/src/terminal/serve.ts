import { createInbox, type Inbox, type InboxOptions } from '../inbox.js'
import { alertsIn } from './alerts.js'
import { formatArrival } from './format.js'
import { expectArguments, numberOption, parse, sizeOption } from './options.js'
import { wantsColor } from './paint.js'
import { endWithReader, print } from './print.js'

export const serveUsage = `Usage: mayday-inbox [serve] [options]

Receives error events on this machine and shows them on a web page.

  --port <number>      where to listen; another port is used if it is taken (default 7070)
  --host <address>     the address to listen at (default 127.0.0.1: this machine only); any other needs a token
  --token <text>       what whoever reads has to know, at least 16 letters and digits
                       (better in MAYDAY_INBOX_TOKEN: command lines can be read by others)
  --data-dir <path>    where events are kept (default .mayday/inbox)
  --database <url>     keep them on a PostgreSQL server instead: postgres://…
                       (better in MAYDAY_INBOX_DATABASE)
  --retention-days <n> for how many days what arrives is kept (default 90)
  --max-size <size>    how much of it is kept, such as 500MB or 2GB (default 2GB); then the oldest goes
  --source-maps <path> a folder of builds whose source maps may be read; may be given several times
  --webhook <url>      tell this address of new issues, regressions and spikes; may be given more than once
                       (better in MAYDAY_INBOX_WEBHOOK: such addresses are often secret)
  --alerts <file>      whom else to tell, as JSON: webhooks, e-mail, of what and from which level on
  --version            show the version
  --help               show this text
`

export async function serve(args: string[]): Promise<void> {
  const { values, positionals } = parse('serve', args, {
    port: { type: 'string', default: '7070' },
    host: { type: 'string', default: '127.0.0.1' },
    'data-dir': { type: 'string', default: '.mayday/inbox' },
    database: { type: 'string' },
    token: { type: 'string' },
    'retention-days': { type: 'string' },
    'max-size': { type: 'string' },
    'source-maps': { type: 'string', multiple: true, default: [] },
    webhook: { type: 'string', multiple: true, default: [] },
    alerts: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  })
  if (values.help) return print(serveUsage)
  expectArguments('serve', positionals, [])
  const database = values.database ?? process.env.MAYDAY_INBOX_DATABASE
  const token = values.token ?? process.env.MAYDAY_INBOX_TOKEN
  const { 'retention-days': days, 'max-size': size } = values
  const alerts = await alertsIn(values)
  await run({
    port: numberOption('port', values.port, 0, 65_535),
    host: values.host,
    sourceMaps: values['source-maps'],
    ...(database ? { database } : { dataDir: values['data-dir'] }),
    ...(token && { token }),
    ...(days !== undefined && { retentionDays: numberOption('retention-days', days, 1, 36_500) }),
    ...(size !== undefined && { maxSize: sizeOption('max-size', size) }),
    alerts,
  })
}

async function run(options: InboxOptions): Promise<void> {
  const color = wantsColor(process.stdout)
  const inbox = await createInbox({
    ...options,
    onWarning: (message) => process.stderr.write(`${message}\n`),
    onEvent: (event) => process.stdout.write(formatArrival(event, { url: inbox.url, color })),
  })
  process.stdout.write(greeting(inbox, options))
  endWith(inbox)
}

function greeting(inbox: Inbox, { port, token }: InboxOptions): string {
  const taken = `Port ${port} is taken, so this is another one.\n`
  return (
    `${inbox.portWasTaken ? taken : ''}Inbox  ${token ? inbox.pageUrl : inbox.url}\nDSN    ${inbox.dsn()}\n` +
    `Data   ${inbox.place}\n\nWaiting for events.\n\n`
  )
}

function endWith(inbox: Inbox): void {
  const stop = () => {
    inbox.close().catch((error: Error) => {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 1
    })
  }
  // Once: a second Ctrl+C ends a process that hangs.
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  endWithReader(stop)
}
