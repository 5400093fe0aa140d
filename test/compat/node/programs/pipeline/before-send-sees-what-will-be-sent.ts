import * as Sentry from '@sentry/node'

export function main(dsn: string) {
  const seen: unknown[] = []
  Sentry.init({
    dsn,
    release: 'shop@1',
    beforeSend(event, hint) {
      seen.push(
        event.release,
        event.level,
        event.tags?.by,
        event.breadcrumbs?.map(({ message }) => message),
        event.exception?.values?.[0]?.stacktrace?.frames?.at(-1)?.context_line?.trim(),
        event.contexts?.runtime?.name,
        hint.event_id === event.event_id,
        (hint.originalException as Error).message,
      )
      return event
    },
  })
  Sentry.setTag('by', 'hand')
  Sentry.addBreadcrumb({ message: 'a step' })
  Sentry.captureException(new Error('seen'))
  return Sentry.flush(2000).then(() => seen)
}

export const expected = [
  'shop@1',
  'error',
  'hand',
  ['a step'],
  "Sentry.captureException(new Error('seen'));",
  'node',
  true,
  'seen',
]
