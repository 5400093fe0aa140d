import { type BrowserOptions, type Client, init as initBrowser } from '@mayday/browser'
import { ignoreRehearsals } from './rehearsals.js'
import { withDigest } from './stacks.js'

/** Starts capturing in this page, as `@mayday/browser` does, under the name of this package. */
export function init(options: BrowserOptions = {}): Client {
  const client = initBrowser(options, {
    name: 'mayday.javascript.react',
    packages: ['@mayday/react', '@mayday/browser'],
  })
  client.addEventProcessor(withDigest)
  ignoreRehearsals(client)
  return client
}
