import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  const client = new Sentry.BrowserClient({
    dsn,
    transport,
    stackParser: Sentry.defaultStackParser,
    integrations: [],
    release: 'widget@1',
  })
  const scope = new Sentry.Scope()
  scope.setClient(client)
  client.init()
  scope.setTag('widget', 'map')
  scope.captureException(new Error('widget broke'))
  await client.flush(1000)
  const { release, tags, exception, sdk } = event()
  const [{ value, stacktrace } = {}] = exception?.values ?? []
  return {
    release,
    tags,
    value,
    hasFrames: (stacktrace?.frames?.length ?? 0) > 0,
    integrations: sdk?.integrations ?? [],
    isGlobal: Sentry.getClient() === client,
  }
}

export const expected = {
  release: 'widget@1',
  tags: { widget: 'map' },
  value: 'widget broke',
  hasFrames: true,
  integrations: [],
  isGlobal: false,
}
