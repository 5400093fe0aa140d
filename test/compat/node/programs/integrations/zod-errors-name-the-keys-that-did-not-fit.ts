import * as Sentry from '@sentry/node'
import { z } from 'zod'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, integrations: [Sentry.zodErrorsIntegration()] })
  try {
    z.object({ name: z.string(), cart: z.object({ items: z.number() }) }).parse({
      name: 7,
      cart: { items: 'x' },
    })
  } catch (error) {
    Sentry.captureException(error)
  }
}

export const found = ({ events: [event] }: Ending) => [
  event?.exception?.values?.[0]?.type,
  event?.exception?.values?.[0]?.value,
  (event?.extra?.['zoderror.issues'] as unknown[])?.length ??
    (event?.extra as { zodErrors?: [] })?.zodErrors?.length,
]

export const expected = ['ZodError', 'Failed to validate keys: name, cart.items', 2]
