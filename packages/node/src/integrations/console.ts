import { format } from 'node:util'
import { consoleBreadcrumbs, type Integration } from '@mayday/core'
import { isToldAlready } from '../loggers/told.js'

/** Leaves a breadcrumb for each line that the program prints through `console`, but for lines that a logger has told of. */
export function consoleIntegration(): Integration {
  return {
    name: 'Console',
    setup: (client) =>
      consoleBreadcrumbs(
        client,
        (args) => format(...args),
        (text) => isToldAlready(text, 'console'),
      ),
  }
}
