import type * as browser from '@mayday/browser'

/** What both `@mayday/node` and `@mayday/browser` export. */
export type Sdk = Pick<
  typeof browser,
  | 'addBreadcrumb'
  | 'addIntegration'
  | 'annotate'
  | 'captureConsoleIntegration'
  | 'captureEvent'
  | 'captureException'
  | 'captureMessage'
  | 'continueTrace'
  | 'extraErrorDataIntegration'
  | 'flush'
  | 'getClient'
  | 'getCurrentScope'
  | 'parameterize'
  | 'setContext'
  | 'setExtra'
  | 'setExtras'
  | 'setTag'
  | 'setTags'
  | 'setUser'
  | 'withScope'
  | 'zodErrorsIntegration'
>

/** Options that mean the same on every platform. */
export type SharedOptions = Pick<
  browser.BrowserOptions,
  | 'attachStacktrace'
  | 'beforeSend'
  | 'dist'
  | 'environment'
  | 'maxBreadcrumbs'
  | 'normalizeDepth'
  | 'sendDefaultPii'
>

/** One kind of event: what it is called in a list of issues, and how it comes about. */
export interface Kind {
  title: string | RegExp
  provoke(sdk: Sdk): unknown
  options?: SharedOptions
  /** How many come of it. @default 1 */
  events?: number
  /** What one of them says of what was held back or shed. */
  mayday?: object
  /** Paths of what is longer than Relay keeps. */
  cutByRelay?: RegExp
}

export type Kinds = Record<string, Kind>
