import { fileURLToPath } from 'node:url'

// Where the packages are: the app is a copy below it.
const root = fileURLToPath(new URL('../..', import.meta.url))

export default { turbopack: { root }, outputFileTracingRoot: root }
