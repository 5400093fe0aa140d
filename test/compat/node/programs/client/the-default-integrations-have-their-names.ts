import * as Sentry from '@sentry/node'

export function main() {
  const names = Sentry.getDefaultIntegrations({}).map(({ name }) => name)
  return [
    'RequestData',
    'Console',
    'Http',
    'OnUncaughtException',
    'OnUnhandledRejection',
    'ContextLines',
    'Context',
  ].filter((name) => !names.includes(name))
}

export const expected = []
