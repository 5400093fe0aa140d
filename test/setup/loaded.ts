// What a page loads when it is idle is at hand in all tests but those that are about loading it.
import { BrowserClient } from '@mayday/browser'
import { createMemoryReceiver } from '@mayday/core/testing'

const client = new BrowserClient({ ...createMemoryReceiver().options, integrations: [] })
client.captureMessage('anything')
await client.flush()
