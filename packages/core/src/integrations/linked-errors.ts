import type { LinkedErrorsOptions } from '../event/linked-errors.js'
import type { Integration } from '../integration.js'

/** Changes how the causes of errors are followed. Without it, they are followed too: by `cause`, five of them. */
export function linkedErrorsIntegration(options: LinkedErrorsOptions = {}): Integration {
  return {
    name: 'LinkedErrors',
    setup(client) {
      client.getOptions().linkedErrors = options
    },
  }
}
