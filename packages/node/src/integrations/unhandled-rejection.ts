import { type Client, type Integration, matchesSome, owns, safely, together } from '@mayday/core'
import { endProcess, say } from './end-process.js'
import { listenAlongside } from './listen-alongside.js'
import { wasPassedOn } from './passed-on.js'
import { captureCrash, watchCrashes } from './uncaught-exception.js'

const EVENT = 'unhandledRejection'

/** Fits what a promise was rejected with; what is not named fits anything. */
export interface RejectionMatcher {
  /** The whole name, or an expression. */
  name?: string | RegExp | undefined
  /** A part of the message, or an expression. */
  message?: string | RegExp | undefined
}

export interface OnUnhandledRejectionOptions {
  /**
   * What becomes of the process: `'warn'` prints the reason, and the process goes on; `'strict'` prints it and ends the
   * process with code 1; `'none'` does nothing. In each case Node itself does nothing.
   * @default what Node does by itself, which is to end the process
   */
  mode?: 'warn' | 'strict' | 'none' | undefined
  /**
   * Rejections that are not captured. Where the process goes on, `AbortError` and `AI_NoOutputGeneratedError` are never
   * captured; what ends it is.
   */
  ignore?: RejectionMatcher[] | undefined
}

/**
 * Captures rejections that nobody handles, and leaves what Node does about them as it is unless a `mode` is named: a
 * listener of ours is only there while it changes nothing, because Node ends the process just when there is none.
 *
 * @see https://nodejs.org/api/cli.html#--unhandled-rejectionsmode
 */
export function onUnhandledRejectionIntegration(
  options: OnUnhandledRejectionOptions = {},
): Integration {
  const { mode, ignore = [] } = options
  return {
    name: 'OnUnhandledRejection',
    setup(client) {
      const isCaptured = (reason: unknown): boolean => !fits(reason, [...HARMLESS, ...ignore])
      const capture = (reason: unknown): void => {
        if (isCaptured(reason)) captureRejection(client, reason, mode)
      }
      return together([
        watchCrashes((error, origin) => {
          if (origin === EVENT && !fits(error, ignore))
            captureCrash(client, error, 'onunhandledrejection')
        }),
        mode
          ? listen((reason) => {
              if (!isCaptured(reason)) return
              capture(reason)
              settle(client, reason, mode)
            })
          : listenHarmlessly(rejectionMode(), capture),
      ])
    },
  }
}

/** Streams and requests that were given up reject where nobody waits any more. */
const HARMLESS: RejectionMatcher[] = [{ name: 'AbortError' }, { name: 'AI_NoOutputGeneratedError' }]

function fits(reason: unknown, matchers: readonly RejectionMatcher[]): boolean {
  const read = (): unknown[] => [Object(reason).name, Object(reason).message ?? reason]
  const [given, text] = (safely('reason', read) ?? []).map((part) =>
    safely('reason', () => `${part}`),
  )
  return matchers.some(({ name, message }) => isLike(given, name, true) && isLike(text, message))
}

function isLike(text = '', pattern?: string | RegExp, isWhole = false): boolean {
  if (pattern === undefined) return true
  return isWhole && typeof pattern === 'string' ? text === pattern : matchesSome(text, [pattern])
}

function captureRejection(
  client: Client,
  reason: unknown,
  mode: OnUnhandledRejectionOptions['mode'],
): void {
  if (!owns(client, reason) || wasPassedOn(reason)) return
  const extra = { unhandledPromiseRejection: true }
  client.captureException(reason, {
    originalException: reason,
    syntheticException: null,
    captureContext: { extra, ...(mode === 'strict' && { level: 'fatal' }) },
    mechanism: { type: 'auto.node.onunhandledrejection', handled: false },
  })
}

/** Node's own words, which version 10 prints as well. */
const EXPLANATION =
  'This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason:'

function settle(client: Client, reason: unknown, mode: 'warn' | 'strict' | 'none'): void {
  if (mode === 'none') return
  say('warn', EXPLANATION)
  if (mode === 'strict') endProcess(client, reason)
  else say('error', safely('stack', () => (reason as Error).stack) ?? reason)
}

function listen(listener: (reason: unknown) => void): () => void {
  process.on(EVENT, listener)
  return () => void process.off(EVENT, listener)
}

function listenHarmlessly(mode: string, listener: (reason: unknown) => void): () => void {
  // Here the process ends before any listener is asked.
  if (mode === 'strict') return () => {}
  if (mode === 'warn' || mode === 'none') {
    return listen(listener)
  }
  const stop = listenAlongside(EVENT, listener)
  return mode === 'warn-with-error-code' ? together([stop, listenToWarnings(listener)]) : stop
}

const WARNING = 'UnhandledPromiseRejectionWarning'

/** In this mode a listener would change the exit code; but Node warns, first with the stack and then with advice. */
function listenToWarnings(own: (reason: unknown) => void): () => void {
  const onWarning = ({ name, message }: Error): void => {
    if (name === WARNING && !/^Unhandled promise rejection\./.test(message)) own(reasonOf(message))
  }
  process.on('warning', onWarning)
  return () => void process.off('warning', onWarning)
}

/** What was rejected with, as far as its stack tells. */
function reasonOf(text: string): unknown {
  const [, name, message = ''] = /^([\w$.]+)(?:: (.*?))?\n +at /s.exec(text) ?? []
  if (name === undefined) return text
  const error = new Error(message)
  return Object.defineProperties(error, { name: { value: name }, stack: { value: text } })
}

/** What `--unhandled-rejections` says, on the command line or in `NODE_OPTIONS`; the last word counts. */
function rejectionMode(): string {
  const given = [...(process.env.NODE_OPTIONS ?? '').split(/\s+/), ...process.execArgv].join(' ')
  return [...given.matchAll(/--unhandled-rejections[= ](\S+)/g)].at(-1)?.[1] ?? 'throw'
}
