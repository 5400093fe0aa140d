// An Inbox as a process of its own. Its options come as JSON; it prints its address, and closes when it is told to.
import { createInbox } from '../../src/index.js'

const inbox = await createInbox(JSON.parse(process.argv[2] ?? '{}'))
process.once('SIGTERM', () => inbox.close())
process.stdout.write(`${inbox.url}\n`)
