// The page's own script: it starts the SDK with the options that its address says.
import { init, makeBrowserOfflineTransport } from '@mayday/browser'

const options = JSON.parse(decodeURIComponent(location.hash.slice(1)) || 'null')
if (options) {
  const isOffline = options.transport === 'offline'
  globalThis.client = init({
    ...options,
    ...(isOffline && { transport: makeBrowserOfflineTransport() }),
  })
}
globalThis.capture = (title, hint) => client.captureException(new Error(title), hint)
// In a worker
globalThis.onmessage = ({ data }) => capture(data)
