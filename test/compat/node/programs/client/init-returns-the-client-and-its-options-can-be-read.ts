import * as Sentry from '@sentry/node'

export function main(dsn: string) {
  const client = Sentry.init({ dsn, release: 'shop@1', maxBreadcrumbs: 5 })
  return [
    client === Sentry.getClient(),
    client?.getOptions().release,
    client?.getOptions().maxBreadcrumbs,
    client?.getDsn()?.publicKey,
    client?.getDsn()?.host,
    typeof client?.getTransport()?.send,
    client instanceof Sentry.NodeClient,
  ]
}

export const expected = [true, 'shop@1', 5, 'public', '127.0.0.1', 'function', true]
