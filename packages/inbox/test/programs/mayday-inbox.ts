// The program as it is installed.
import { run } from '../../src/terminal/run.js'

await run(process.argv.slice(2))
