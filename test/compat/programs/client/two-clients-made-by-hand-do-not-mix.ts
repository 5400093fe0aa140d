import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

function widget(release: string) {
  const integrations = Sentry.getDefaultIntegrations({}).filter(
    ({ name }) => !['BrowserApiErrors', 'Breadcrumbs', 'GlobalHandlers'].includes(name),
  )
  const client = new Sentry.BrowserClient({
    dsn,
    transport,
    release,
    stackParser: Sentry.defaultStackParser,
    integrations,
  })
  const scope = new Sentry.Scope()
  scope.setClient(client)
  client.init()
  return { client, scope }
}

export async function run() {
  const map = widget('map@1')
  const chat = widget('chat@2')
  map.scope.setTag('where', 'map')
  map.scope.captureException(new Error('map broke'))
  chat.scope.captureMessage('chat opened')
  await Promise.all([map.client.flush(1000), chat.client.flush(1000)])
  return events().map(({ release, tags }) => ({ release, tags }))
}

export const expected = [{ release: 'map@1', tags: { where: 'map' } }, { release: 'chat@2' }]
