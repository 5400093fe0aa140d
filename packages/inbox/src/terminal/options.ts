import { type ParseArgsConfig, parseArgs } from 'node:util'

/** The command line is wrong: the message says how, and the program ends with 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>

type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>

type AskingOptions = {
  url: { type: 'string' }
  token: { type: 'string' }
  'data-dir': { type: 'string'; default: string }
  help: { type: 'boolean'; short: 'h'; default: false }
}

/** What every command that asks a running Inbox takes. */
export const askingOptions: AskingOptions = {
  url: { type: 'string' },
  token: { type: 'string' },
  'data-dir': { type: 'string', default: '.mayday/inbox' },
  help: { type: 'boolean', short: 'h', default: false },
}

/** Reads the arguments behind a command's name. */
export function parse<const O extends Options>(
  command: string,
  args: string[],
  options: O,
): Parsed<O> {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    // Node goes on to tell how an argument may begin with a dash, which none of ours does.
    const [what] = (error as Error).message.split('. To specify')
    throw new UsageError(`${what}\n${hint(command)}`)
  }
}

/** Refuses what stands beside the options, but for as many arguments as the command has names for. */
export function expectArguments(command: string, given: string[], names: string[]): void {
  const [missing] = names.slice(given.length)
  if (missing !== undefined) throw new UsageError(`Say ${missing}.\n${hint(command)}`)
  const extra = given[names.length]
  if (extra !== undefined) throw new UsageError(`"${extra}" is too much.\n${hint(command)}`)
}

/** A whole number; refuses anything else with the option's name. */
export function numberOption(name: string, value: string, least: number, most: number): number {
  const number = value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new UsageError(`--${name} takes a number from ${least} to ${most}, not "${value}".`)
}

/** Bytes: `500MB`, `2GB`. */
export function sizeOption(name: string, value: string): number {
  const [, number, unit = ''] = /^(\d+) *([kmgt]?)i?b?$/i.exec(value) ?? []
  const power = unit === '' ? 0 : 'kmgt'.indexOf(unit.toLowerCase()) + 1
  const bytes = Number(number) * 1024 ** power
  if (number !== undefined && Number.isSafeInteger(bytes)) return bytes
  throw new UsageError(`--${name} takes a size such as 500MB or 2GB, not "${value}".`)
}

/** One of a few words. */
export function wordOption<Word extends string>(
  name: string,
  value: string | undefined,
  words: readonly Word[],
): Word | undefined {
  if (value === undefined) return undefined
  const word = words.find((candidate) => candidate === value)
  if (word !== undefined) return word
  throw new UsageError(`--${name} takes ${words.join(', ')}, not "${value}".`)
}

function hint(command: string): string {
  return `Run mayday-inbox ${command === 'serve' ? '' : `${command} `}--help for the options.`
}
