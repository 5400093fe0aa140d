import type { Issue, IssueStatus } from '../event/stored.js'
import { locate } from './locate.js'
import { askingOptions, expectArguments, parse } from './options.js'
import { painter } from './paint.js'
import { print } from './print.js'

type Verb = 'resolve' | 'ignore' | 'open'

const meanings: Record<Verb, [status: IssueStatus, meaning: string]> = {
  resolve: ['resolved', 'Resolves issues. One that happens again opens again.'],
  ignore: ['ignored', 'Ignores issues: they are counted, and stay out of the way.'],
  open: ['open', 'Opens issues that were resolved or ignored.'],
}

/** The command that gives issues a status. */
export function statusCommand(verb: Verb): (args: string[]) => Promise<void> {
  return async (args) => {
    const { values, positionals } = parse(verb, args, askingOptions)
    if (values.help) return print(usageOf(verb))
    if (positionals.length === 0) expectArguments(verb, positionals, ['the id of an issue'])
    const { api, url } = await locate(values)
    for (const id of positionals) {
      const path = `/issues/${encodeURIComponent(id)}`
      const [status] = meanings[verb]
      const answer = await api.post<{ issue: Issue }>(path, { status })
      if (!answer) throw new Error(`The Inbox at ${url} has no issue "${painter(false)(id)}".`)
      await print(`${status}  ${painter(false)(answer.issue.title)}\n`)
    }
  }
}

function usageOf(verb: Verb): string {
  return `Usage: mayday-inbox ${verb} <issue id>… [options]

${meanings[verb][1]}

  --url <address>    where the Inbox is (default: the one that uses the data directory)
  --data-dir <path>  its data directory (default .mayday/inbox)
  --token <text>     its token, where it has one (better in MAYDAY_INBOX_TOKEN)
  --help             show this text
`
}
