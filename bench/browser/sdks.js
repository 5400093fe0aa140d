// The SDKs for pages that are measured: how a program imports each, starts it with what it does by itself, and captures.
// The only options are those that every program gives, and where to send.
import { readFileSync } from 'node:fs'

/** Everything is compared with this one. */
export const REFERENCE = 'sentry-10'

const startLikeSentry = (address) => `init({ dsn: ${dsn(address)} })`

export const SDKS = {
  mayday: {
    package: '@mayday/browser',
    statement: "import { init } from '@mayday/browser'",
    capturing: "import { captureException } from '@mayday/browser'",
    start: startLikeSentry,
    capture: 'captureException',
  },
  'sentry-10': {
    package: '@sentry/browser',
    statement: "import { init } from '@sentry/browser'",
    capturing: "import { captureException } from '@sentry/browser'",
    start: startLikeSentry,
    capture: 'captureException',
  },
  'sentry-11': {
    package: 'sentry-browser-11',
    statement: "import { init } from 'sentry-browser-11'",
    capturing: "import { captureException } from 'sentry-browser-11'",
    start: startLikeSentry,
    capture: 'captureException',
  },
  bugsnag: {
    package: '@bugsnag/js',
    statement: "import Bugsnag from '@bugsnag/js'",
    start: ({ receiver }) => `Bugsnag.start({
      apiKey: '0123456789abcdef0123456789abcdef',
      endpoints: { notify: '${receiver}/notify', sessions: '${receiver}/sessions' },
    })`,
    capture: '(error) => Bugsnag.notify(error)',
  },
  honeybadger: {
    package: '@honeybadger-io/js',
    statement: "import Honeybadger from '@honeybadger-io/js'",
    start: ({ receiver }) => `Honeybadger.configure({ apiKey: 'key', endpoint: '${receiver}' })`,
    capture: '(error) => Honeybadger.notify(error)',
  },
  rollbar: {
    package: 'rollbar',
    statement: "import Rollbar from 'rollbar'",
    // Its README has everybody set the two; without them it captures nothing by itself.
    start: ({ receiver }) => `const rollbar = new Rollbar({
      accessToken: 'token',
      captureUncaught: true,
      captureUnhandledRejections: true,
      endpoint: '${receiver}/api/1/item/',
    })`,
    capture: '(error) => rollbar.error(error)',
  },
  'micro-sentry': {
    package: '@micro-sentry/browser',
    statement: "import { BrowserMicroSentryClient } from '@micro-sentry/browser'",
    start: (address) => `const client = new BrowserMicroSentryClient({ dsn: ${dsn(address)} })`,
    capture: '(error) => client.report(error)',
  },
}

function dsn({ host }) {
  return `'http://public@${host}/1'`
}

/** What a table calls it: its name and version. */
export function labelOf(name) {
  const path = SDKS[name].package
  const folder = path.startsWith('@mayday/')
    ? `../../packages/${path.slice(8)}`
    : `../node_modules/${path}`
  const manifest = readFileSync(new URL(`${folder}/package.json`, import.meta.url), 'utf8')
  const { name: published, version } = JSON.parse(manifest)
  return `${published} ${version}`
}

/** The script of a page that starts it and captures with it. */
export function scriptOf(name, address) {
  const { statement, capturing = '', start, capture } = SDKS[name]
  return `${statement}\n${capturing}\n${start(address)}\nglobalThis.capture = ${capture}\n`
}
