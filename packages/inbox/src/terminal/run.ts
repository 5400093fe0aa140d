import { UsageError } from './options.js'
import { endWithReader, print } from './print.js'

const commands = `
Commands, which talk to an Inbox that runs; mayday-inbox <command> --help tells of each:

  tail                 show events as they arrive
  issues               list issues
  show <id>            show an issue or an event
  resolve <id>…        resolve issues
  ignore <id>…         ignore issues
  open <id>…           open issues again
  sourcemaps explain <id>
                       tell why frames of an event stayed minified
  mcp                  let an editor's agent ask, over its standard input and output
`

type Command = (args: string[]) => Promise<void>

/** Each is loaded when it is asked for: most need nothing of the store. */
const loaders: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.js')).serve,
  tail: async () => (await import('./tail.js')).tail,
  issues: async () => (await import('./issues.js')).issues,
  show: async () => (await import('./show.js')).show,
  resolve: async () => (await import('./status.js')).statusCommand('resolve'),
  ignore: async () => (await import('./status.js')).statusCommand('ignore'),
  open: async () => (await import('./status.js')).statusCommand('open'),
  sourcemaps: async () => (await import('./sourcemaps.js')).sourceMaps,
  mcp: async () => (await import('../mcp/stdio.js')).mcp,
}

/** Runs what the command line asks for; without a command, an Inbox until it is told to stop. */
export async function run(args: string[]): Promise<void> {
  try {
    await perform(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

async function perform(args: string[]): Promise<void> {
  const [first = 'serve'] = args
  if (first === '--help' || first === '-h' || first === 'help') {
    const { serveUsage } = await import('./serve.js')
    return print(serveUsage + commands)
  }
  if (first === '--version') {
    // All packages of Mayday have the same.
    const { VERSION } = await import('@mayday/core')
    return print(`${VERSION}\n`)
  }
  const isNamed = !first.startsWith('-')
  const load = isNamed && Object.hasOwn(loaders, first) ? loaders[first] : undefined
  if (isNamed && !load) {
    throw new UsageError(`There is no command "${first}".\nRun mayday-inbox --help for all.`)
  }
  const command = await (load ?? loaders.serve)?.()
  // An Inbox has to be closed first, and sees to that itself.
  if (isNamed && first !== 'serve') endWithReader(() => process.exit())
  await command?.(args.slice(isNamed && args.length > 0 ? 1 : 0))
}
