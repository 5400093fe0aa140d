// The SDKs that are measured in Node: how a program starts each with its defaults, and how it hands over an error.
// Nothing is loaded before it is asked for.
const KEY = '0123456789abcdef0123456789abcdef'

/** By name; `code` is a program's first lines, `start` the same for the servers. */
const SDKS = {
  none: { label: 'no SDK', code: () => '', start: () => ({ capture() {} }) },
  mayday: {
    label: '@mayday/node',
    code: (url) => [`* as sdk from '@mayday/node'`, `sdk.init({ dsn: '${dsnOf(url)}' })`],
    start(url, options) {
      const sdk = require('@mayday/node')
      // The peers hold nothing back, and what is held back costs next to nothing: that would be no comparison.
      const client = sdk.init({ dsn: dsnOf(url), floodControl: false, ...options })
      return { ...likeSentry(sdk), stats: client.stats }
    },
  },
  'sentry-10': sentry('@sentry/node 10', '@sentry/node'),
  'sentry-11': sentry('@sentry/node 11', 'sentry-node-11'),
  bugsnag: {
    label: '@bugsnag/js',
    code: (url) => [`sdk from '@bugsnag/js'`, `sdk.start(${JSON.stringify(bugsnag(url))})`],
    start(url) {
      const sdk = require('@bugsnag/js')
      sdk.start({ ...bugsnag(url), logger: null })
      return { capture: (error) => sdk.notify(error) }
    },
  },
  honeybadger: {
    label: '@honeybadger-io/js',
    code: (url) => [
      `sdk from '@honeybadger-io/js'`,
      `sdk.configure({ apiKey: '${KEY}', endpoint: '${url}' })`,
    ],
    start(url) {
      sendTo(url)
      const sdk = require('@honeybadger-io/js')
      const logger = { log() {}, info() {}, debug() {}, warn() {}, error() {} }
      sdk.configure({ apiKey: KEY, endpoint: url, logger, reportData: true })
      return { capture: (error) => sdk.notify(error) }
    },
  },
  rollbar: {
    label: 'rollbar',
    code: (url) => [`Sdk from 'rollbar'`, `new Sdk(${JSON.stringify(rollbar(url))})`],
    start(url) {
      const Sdk = require('rollbar')
      const sdk = new Sdk(rollbar(url))
      return { capture: (error, request) => sdk.error(error, request) }
    },
  },
}

function sentry(label, name) {
  return {
    label,
    code: (url) => [`* as sdk from '${name}'`, `sdk.init({ dsn: '${dsnOf(url)}' })`],
    start(url) {
      const sdk = require(name)
      sdk.init({ dsn: dsnOf(url) })
      return likeSentry(sdk)
    },
  }
}

function likeSentry(sdk) {
  return {
    capture: (error) => sdk.captureException(error),
    setUpExpress: (app) => sdk.setupExpressErrorHandler(app),
    flush: () => sdk.flush(30_000),
  }
}

/** One of them knows no port but that of its protocol. */
function sendTo(url) {
  const http = require('node:http')
  const { request } = http
  http.request = (options, ...rest) => request({ ...options, port: new URL(url).port }, ...rest)
}

function bugsnag(url) {
  return { apiKey: KEY, endpoints: { notify: `${url}/notify`, sessions: `${url}/sessions` } }
}

function rollbar(url) {
  return {
    accessToken: KEY,
    endpoint: `${url}/api/1/item/`,
    captureUncaught: true,
    captureUnhandledRejections: true,
  }
}

function dsnOf(url) {
  return `${url.replace('//', '//public@')}/1`
}

module.exports = { SDKS }
