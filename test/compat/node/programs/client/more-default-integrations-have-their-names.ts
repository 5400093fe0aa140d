import * as Sentry from '@sentry/node'

export function main() {
  const names = Sentry.getDefaultIntegrations({}).map(({ name }) => name)
  return ['NodeFetch', 'ChildProcess', 'Modules', 'NodeSystemError'].filter(
    (name) => !names.includes(name),
  )
}

export const expected = []
