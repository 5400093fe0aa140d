import { readFile } from 'node:fs/promises'
import { type AlertOptions, readAlertOptions } from '../alerts/options.js'
import { UsageError } from './options.js'

/** Whom the command line, the environment and a file want to be told. */
export async function alertsIn(values: {
  alerts?: string
  webhook: string[]
}): Promise<AlertOptions> {
  const { MAYDAY_INBOX_WEBHOOK: fromEnvironment } = process.env
  const urls = [...values.webhook, ...(fromEnvironment ? [fromEnvironment] : [])]
  const named = read('--webhook', { webhooks: urls.map((url) => ({ url })) })
  if (values.alerts === undefined) return named
  const inFile = read(values.alerts, await parseFile(values.alerts))
  return { ...inFile, webhooks: [...(named.webhooks ?? []), ...(inFile.webhooks ?? [])] }
}

async function parseFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    // The message of a parser quotes what it reads, and there are passwords in there.
    const isJson = error instanceof SyntaxError
    throw new UsageError(isJson ? `${path} is not JSON.` : (error as Error).message)
  }
}

function read(from: string, value: unknown): AlertOptions {
  try {
    return readAlertOptions(value)
  } catch (error) {
    throw new UsageError(`${from}: ${(error as Error).message}`)
  }
}
