import type { Integration } from '../integration.js'
import { patch, unpatched } from '../support/patch.js'

/** Lets functions that the SDK wraps show the source of the wrapped one, as `[native code]`, not that of the wrapper. */
export function functionToStringIntegration(): Integration {
  return {
    name: 'FunctionToString',
    setup: () =>
      patch(
        Function.prototype,
        'toString',
        (original) =>
          function (...args) {
            return original.apply(unpatched(this), args)
          },
      ),
  }
}
