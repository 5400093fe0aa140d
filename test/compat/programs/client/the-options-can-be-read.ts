import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, release: 'shop@1.2.3', maxBreadcrumbs: 7 })
  const client = Sentry.getClient()
  const { release, maxBreadcrumbs } = client?.getOptions() ?? {}
  const { host, projectId, publicKey, protocol } = client?.getDsn() ?? {}
  return { release, maxBreadcrumbs, host, projectId, publicKey, protocol }
}

export const expected = {
  release: 'shop@1.2.3',
  maxBreadcrumbs: 7,
  host: 'receiver.example',
  projectId: '1',
  publicKey: 'public',
  protocol: 'https',
}
