// Says how often it was loaded.
require('node:fs').appendFileSync(process.env.LOADED, 'x')
