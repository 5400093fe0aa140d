import * as Sentry from '@sentry/node'

export function main() {
  const moduleOf = Sentry.createGetModuleFromFilename('/srv/shop', false)
  return [
    moduleOf('/srv/shop/lib/cart.js'),
    moduleOf('/srv/shop/index.mjs'),
    moduleOf('/srv/shop/node_modules/express/lib/router.js'),
    moduleOf(undefined),
  ]
}

export const expected = ['lib:cart', 'index', 'express.lib:router', undefined]
