import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  document.body.innerHTML =
    '\n<script>\nfunction pay() {\n  throw new Error("empty")\n}\n</script>\n'
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.contextLinesIntegration({ frameContextLines: 1 })],
  })
  const lines = document.documentElement.innerHTML.split('\n')
  // Before what the document's element holds stand its doctype and its tag.
  const line = lines.findIndex((one) => one.includes('throw')) + 3
  const error = new Error('empty')
  const page = location.href.replace(/[?#].*/, '')
  error.stack = `Error: empty\n    at pay (${page}:${line}:9)\n    at ${location.origin}/app.js:1:1`
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.stacktrace?.frames?.map((frame) => [
    frame.pre_context,
    frame.context_line,
    frame.post_context,
  ])
}

export const expected = [
  [null, null, null],
  [['function pay() {'], '  throw new Error("empty")', ['}']],
]
