/** A Node process in which one kind of event comes about; it ends as it would by itself. */
import * as mayday from '@mayday/node'
import { captured } from './kinds/captured.js'
import { node } from './kinds/node.js'

const { DSN, KIND = '' } = process.env
const kind = { ...captured, ...node }[KIND]
if (!kind) throw new Error(`There is no kind "${KIND}"`)

mayday.init({ dsn: DSN, release: 'receivers@1.0.0', environment: 'test', ...kind.options })
await kind.provoke(mayday)
