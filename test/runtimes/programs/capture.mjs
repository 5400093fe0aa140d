// Captures by hand, waits for it, and ends by itself.
import { captureException, flush, init, setTag } from '@mayday/node'

init({ dsn: process.env.DSN, release: 'shop@1' })
setTag('by', 'hand')
captureException(new RangeError('captured'))
console.log(JSON.stringify({ flushed: await flush(5000) }))
