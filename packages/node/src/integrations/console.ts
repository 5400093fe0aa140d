import { format } from 'node:util'
import { consoleBreadcrumbs, type Integration } from '@mayday/core'

/** Leaves a breadcrumb for each line that the program prints through `console`. */
export function consoleIntegration(): Integration {
  return {
    name: 'Console',
    setup: (client) => consoleBreadcrumbs(client, (args) => format(...args)),
  }
}
