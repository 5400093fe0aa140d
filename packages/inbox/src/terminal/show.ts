import { find } from '../report/find.js'
import { reportOf } from '../report/issue.js'
import { locate } from './locate.js'
import { askingOptions, expectArguments, parse } from './options.js'
import { painter, wantsColor } from './paint.js'
import { jsonLine, print } from './print.js'

const usage = `Usage: mayday-inbox show <id> [options]

Shows an issue with its latest event, or the event with that id: stack with sources, tags, breadcrumbs.

  --json             the same as JSON
  --url <address>    where the Inbox is (default: the one that uses the data directory)
  --data-dir <path>  its data directory (default .mayday/inbox)
  --token <text>     its token, where it has one (better in MAYDAY_INBOX_TOKEN)
  --help             show this text
`

export async function show(args: string[]): Promise<void> {
  const { values, positionals } = parse('show', args, {
    ...askingOptions,
    json: { type: 'boolean', default: false },
  })
  if (values.help) return print(usage)
  expectArguments('show', positionals, ['the id of an issue or of an event'])
  const { api, url } = await locate(values)
  const answer = await find(api, positionals[0] ?? '')
  if (answer === undefined) throw new Error(`The Inbox at ${url} has no such issue or event.`)
  if (values.json) return print(jsonLine(answer))
  const lines = reportOf(answer, url, painter(wantsColor(process.stdout)))
  await print(`${lines.join('\n')}\n`)
}
