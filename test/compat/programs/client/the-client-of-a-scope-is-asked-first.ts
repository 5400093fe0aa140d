import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  const sent: string[] = []
  const clientNamed = (name: string) =>
    new Sentry.BrowserClient({
      dsn,
      stackParser: Sentry.defaultStackParser,
      integrations: [],
      transport: (options) =>
        Sentry.createTransport(options, () => {
          sent.push(name)
          return Promise.resolve({ statusCode: 200 })
        }),
    })
  const page = clientNamed('page')
  const widget = clientNamed('widget')
  Sentry.setCurrentClient(page)
  page.init()
  widget.init()
  Sentry.withScope((scope) => {
    scope.setClient(widget)
    Sentry.captureMessage('from the widget')
  })
  Sentry.captureMessage('from the page')
  await Promise.all([page.flush(1000), widget.flush(1000)])
  return sent
}

export const expected = ['widget', 'page']
