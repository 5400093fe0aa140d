import * as Sentry from '@sentry/browser'
import { dsn, event, itemsOfType, transport } from '../../receiver.js'

/** As version 3 of Zod throws them. */
class ZodError extends Error {
  override name = 'ZodError'
  issues = [
    { code: 'invalid_type', expected: 'string', received: 'number', path: ['name'], message: 'a' },
    { code: 'unrecognized_keys', keys: ['x', 'y'], path: ['items', 0, 'id'], message: 'b' },
    { code: 'invalid_union', unionErrors: [{ n: 1 }], path: ['items', 1, 'id'], message: 'c' },
  ]
}

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.zodErrorsIntegration({ limit: 2, saveZodIssuesAsAttachment: true })],
  })
  Sentry.captureException(new ZodError('[{"code": "…"}]'))
  await Sentry.flush(1000)
  const { exception, extra } = event()
  const [file] = itemsOfType('attachment')
  return [
    exception?.values?.[0]?.value,
    extra?.['zoderror.issues'],
    file?.headers.filename,
    JSON.parse(`${file?.payload}`).issues.length,
    JSON.parse(`${file?.payload}`).issues[2].unionErrors,
  ]
}

export const expected = [
  'Failed to validate keys: name, items.<array>.id',
  [
    { code: 'invalid_type', expected: 'string', received: 'number', path: 'name', message: 'a' },
    { code: 'unrecognized_keys', keys: '["x","y"]', path: 'items.0.id', message: 'b' },
  ],
  'zod_issues.json',
  3,
  '[{"n":1}]',
]
