import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({
    dsn,
    debug: true,
    defaultIntegrations: false,
    integrations: [{ name: 'First' }, { name: 'Second' }],
  })
}

export const found = ({ stdout, stderr }: Ending) => (stdout + stderr).match(/installed: \w+/g)

export const expected = ['installed: First', 'installed: Second']
