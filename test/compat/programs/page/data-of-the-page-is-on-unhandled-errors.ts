import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, release: 'shop@1' })
  Sentry.setUser({ id: '4711' })
  Sentry.setTag('shop', 'berlin')
  Sentry.addBreadcrumb({ message: 'step' })
  dispatchEvent(
    new ErrorEvent('error', {
      error: new Error('none left'),
      message: 'Uncaught Error: none left',
    }),
  )
  await Sentry.flush(1000)
  const { user, tags, breadcrumbs, release } = event()
  return { user, tags, breadcrumb: breadcrumbs?.[0]?.message, release }
}

export const expected = {
  user: { id: '4711' },
  tags: { shop: 'berlin' },
  breadcrumb: 'step',
  release: 'shop@1',
}
