import * as Sentry from '@sentry/browser'

export async function run() {
  const scope = new Sentry.Scope()
  scope.setTag('shop', 'berlin').setUser({ id: '4711' }).setExtra('left', 3).setLevel('warning')
  const { tags, user, extra, level, breadcrumbs, fingerprint } = scope.getScopeData()
  return { tags, user, extra, level, breadcrumbs, fingerprint, sameUser: scope.getUser() }
}

export const expected = {
  tags: { shop: 'berlin' },
  user: { id: '4711' },
  extra: { left: 3 },
  level: 'warning',
  breadcrumbs: [],
  fingerprint: [],
  sameUser: { id: '4711' },
}
