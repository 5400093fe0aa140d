import { type Client, type Integration, owns, together } from '@mayday/core'
import { captureCrash, watchCrashes } from './uncaught-exception.js'

const EVENT = 'unhandledRejection'

/**
 * Captures rejections that nobody handles, and leaves what Node does about them as it is: a listener of ours is only
 * there while it changes nothing, because Node ends the process just when there is none.
 *
 * @see https://nodejs.org/api/cli.html#--unhandled-rejectionsmode
 */
export function onUnhandledRejectionIntegration(): Integration {
  return {
    name: 'OnUnhandledRejection',
    setup(client) {
      const listener = (reason: unknown): void => captureRejection(client, reason)
      const stopWatching = watchCrashes((error, origin) => {
        if (origin === EVENT) captureCrash(client, error, 'onunhandledrejection')
      })
      const stopListening = listenHarmlessly(rejectionMode(), listener)
      return () => {
        stopWatching()
        stopListening()
      }
    },
  }
}

function captureRejection(client: Client, reason: unknown): void {
  if (!owns(client, reason)) return
  client.captureException(reason, {
    originalException: reason,
    syntheticException: null,
    captureContext: { extra: { unhandledPromiseRejection: true } },
    mechanism: { type: 'auto.node.onunhandledrejection', handled: false },
  })
}

function listenHarmlessly(mode: string, listener: (reason: unknown) => void): () => void {
  // Here the process ends before any listener is asked.
  if (mode === 'strict') return () => {}
  if (mode === 'warn' || mode === 'none') {
    process.on(EVENT, listener)
    return () => void process.off(EVENT, listener)
  }
  const stop = listenAlongside(listener)
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

/** Listens as long as the program itself does: then Node no longer ends the process, with us or without. */
function listenAlongside(own: (reason: unknown) => void): () => void {
  const others = (): number => process.listeners(EVENT).filter((one) => one !== own).length
  const isListening = (): boolean => process.listeners(EVENT).includes(own)
  const onAdded = (name: string | symbol, added: unknown): void => {
    if (name === EVENT && added !== own && !isListening()) process.on(EVENT, own)
  }
  const onRemoved = (name: string | symbol): void => {
    if (name === EVENT && others() === 0) process.off(EVENT, own)
  }
  if (others() > 0) process.on(EVENT, own)
  process.on('newListener', onAdded)
  process.on('removeListener', onRemoved)
  return () => {
    process.off('newListener', onAdded)
    process.off('removeListener', onRemoved)
    process.off(EVENT, own)
  }
}

/** What `--unhandled-rejections` says, on the command line or in `NODE_OPTIONS`; the last word counts. */
function rejectionMode(): string {
  const given = [...(process.env.NODE_OPTIONS ?? '').split(/\s+/), ...process.execArgv].join(' ')
  return [...given.matchAll(/--unhandled-rejections[= ](\S+)/g)].at(-1)?.[1] ?? 'throw'
}
