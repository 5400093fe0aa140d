// Ends by an error that nobody catches, with or without the SDK.
import { init } from '@mayday/node'

const { DSN, KIND } = process.env
if (DSN) init({ dsn: DSN })
setTimeout(() => {
  if (KIND === 'rejection') Promise.reject(new TypeError('crashed'))
  else throw new TypeError('crashed')
}, 10)
