// Captures what a file throws that the environment names.
import { pathToFileURL } from 'node:url'

const { MAYDAY, DSN, FILE } = process.env
const mayday = await import(MAYDAY)
mayday.init({ dsn: DSN })
const { pay } = await import(pathToFileURL(FILE).href)
try {
  pay({ items: ['one'] })
} catch (error) {
  mayday.captureException(error)
}
