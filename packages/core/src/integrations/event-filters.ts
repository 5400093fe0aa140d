import type { Integration } from '../integration.js'
import { type Filters, ruleAgainst } from '../pipeline/admit.js'

export interface EventFiltersOptions extends Partial<Filters> {
  /** Turns off the rules against noise that apply by default. @default false */
  disableErrorDefaults?: boolean
}

/**
 * Drops what its filters do not want, beside those of `init()`. The difference to the options of the same names: these
 * come after other integrations, and see what those have changed.
 */
export function eventFiltersIntegration(options: EventFiltersOptions = {}): Integration {
  const { disableErrorDefaults, ignoreErrors = [], denyUrls = [], allowUrls = [] } = options
  const filters = { ignoreErrors, denyUrls, allowUrls }
  return {
    name: 'EventFilters',
    setup(client) {
      if (disableErrorDefaults) client.getOptions().noise = false
    },
    processEvent: (event) => (!event.type && ruleAgainst(event, filters) ? null : event),
  }
}

/** The same as `eventFiltersIntegration`, under the name that it had before. */
export function inboundFiltersIntegration(options?: EventFiltersOptions): Integration {
  return { ...eventFiltersIntegration(options), name: 'InboundFilters' }
}
