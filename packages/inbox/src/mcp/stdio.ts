import { locate } from '../terminal/locate.js'
import { askingOptions, expectArguments, parse } from '../terminal/options.js'
import { print } from '../terminal/print.js'
import { createMcpServer } from './server.js'

const usage = `Usage: mayday-inbox mcp [options]

Lets an editor's agent ask a running Inbox by the Model Context Protocol, over standard input and output. Editors that
speak it over HTTP need no program: the Inbox answers at /mcp.

  --url <address>    where the Inbox is (default: the one that uses the data directory)
  --data-dir <path>  its data directory (default .mayday/inbox)
  --token <text>     its token, where it has one (better in MAYDAY_INBOX_TOKEN)
  --help             show this text
`

export async function mcp(args: string[]): Promise<void> {
  const { values, positionals } = parse('mcp', args, askingOptions)
  if (values.help) return print(usage)
  expectArguments('mcp', positionals, [])
  const { api, url } = await locate(values)
  const sdk = await import('./sdk.js')
  sdk.serveStdio(() => createMcpServer(sdk, api, url))
}
