import { init } from '@mayday/node'

export { onRequestError } from '@mayday/node/next'

export function register() {
  init({ dsn: process.env.DSN, environment: process.env.NEXT_RUNTIME })
}
