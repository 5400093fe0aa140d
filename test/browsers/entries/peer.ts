/** The SDK whose place Mayday takes, for pages that have both. */
import * as Sentry from '@sentry/browser'

Object.assign(globalThis, { Sentry })
