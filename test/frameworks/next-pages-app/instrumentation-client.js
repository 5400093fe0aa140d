import { init } from '@mayday/react'

// What a program has in its environment is known when it is built; this is not.
globalThis.client = init({ dsn: globalThis.DSN })
