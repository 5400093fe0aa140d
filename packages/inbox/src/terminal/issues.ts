import type { IssuesAnswer } from '../api/answers.js'
import { levels } from '../event/levels.js'
import { locate } from './locate.js'
import { askingOptions, expectArguments, numberOption, parse, wordOption } from './options.js'
import { levelStyle, type Paint, painter, wantsColor } from './paint.js'
import { jsonLine, print } from './print.js'
import { cutTo, padTo, widthOf } from './width.js'

const usage = `Usage: mayday-inbox issues [options]

Lists the issues of a running Inbox, the one seen last first.

  --query <words>    words of the title or the place, or an id
  --status <status>  open, resolved, ignored or all (default open)
  --project <name>   of this project only
  --level <level>    of this level only: ${levels.join(', ')}
  --limit <number>   how many (default 20, at most 500)
  --json             one line of JSON for each
  --url <address>    where the Inbox is (default: the one that uses the data directory)
  --data-dir <path>  its data directory (default .mayday/inbox)
  --token <text>     its token, where it has one (better in MAYDAY_INBOX_TOKEN)
  --help             show this text
`

const statuses = ['open', 'resolved', 'ignored', 'all'] as const

export async function issues(args: string[]): Promise<void> {
  const { values, positionals } = parse('issues', args, {
    ...askingOptions,
    query: { type: 'string' },
    status: { type: 'string', default: 'open' },
    project: { type: 'string' },
    level: { type: 'string' },
    limit: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  })
  if (values.help) return print(usage)
  expectArguments('issues', positionals, [])
  const status = wordOption('status', values.status, statuses)
  const { api } = await locate(values)
  const answer = await api.get<IssuesAnswer>('/issues', {
    query: values.query,
    project: values.project,
    level: wordOption('level', values.level, levels),
    status: status === 'all' ? undefined : status,
    limit: numberOption('limit', values.limit, 1, 500),
  })
  const found = answer ?? { issues: [], total: 0 }
  await print(values.json ? found.issues.map(jsonLine).join('') : tableOf(found))
}

function tableOf({ issues, total }: IssuesAnswer): string {
  if (issues.length === 0) return 'No issues.\n'
  const paint = painter(wantsColor(process.stdout))
  const left = total - issues.length
  return [
    ...issues.map((issue) => `${lineOf(issue, paint)}\n`),
    left > 0 ? `… and ${left} more: say --limit.\n` : '',
  ].join('')
}

/** `4fd10ed5e9f9b8a1  error      12  5 min ago  shop  TypeError: no cart  src/cart.ts:42 total` */
function lineOf(issue: IssuesAnswer['issues'][number], paint: Paint): string {
  const columns: [text: string, style?: Parameters<Paint>[1]][] = [
    [issue.id, 'dim'],
    [padTo(issue.level, 7), levelStyle(issue.level)],
    [padTo(String(issue.count), 6, 'right')],
    [padTo(ago(Date.now() - Date.parse(issue.lastSeen)), 10), 'dim'],
    [issue.project, 'dim'],
    [issue.title, 'bold'],
    [issue.culprit, 'cyan'],
  ]
  let room = process.stdout.columns ?? Number.POSITIVE_INFINITY
  return columns
    .map(([text, style]) => {
      const fitting = room > 1 ? cutTo(painter(false)(text), room) : ''
      room -= widthOf(fitting) + 2
      return paint(fitting, style)
    })
    .filter(Boolean)
    .join('  ')
}

function ago(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`
  return `${Math.floor(minutes / 60 / 24)} days ago`
}
