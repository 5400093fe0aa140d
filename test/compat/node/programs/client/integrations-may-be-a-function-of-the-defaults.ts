import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  let names: string[] = []
  Sentry.init({
    dsn,
    integrations: (defaults) => {
      names = defaults.map(({ name }) => name)
      return [
        ...defaults.filter(({ name }) => name !== 'Console' && name !== 'ContextLines'),
        { name: 'Mine' },
      ]
    },
  })
  console.log('not to be seen')
  Sentry.captureException(new Error('without lines'))
  return names.includes('Console') && names.includes('ContextLines')
}

export const found = ({ events: [event], returned }: Ending) => [
  returned,
  event?.breadcrumbs?.length ?? 0,
  event?.exception?.values?.[0]?.stacktrace?.frames?.at(-1)?.context_line,
  ['Console', 'ContextLines', 'Mine', 'RequestData'].map((name) =>
    event?.sdk?.integrations?.includes(name),
  ),
]

export const expected = [true, 0, undefined, [false, false, true, true]]
