/** The SDK whose place Mayday takes, for pages that have both. */
import * as Sentry from 'peer'

Object.assign(globalThis, { Sentry })
