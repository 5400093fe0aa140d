/** The SDK in a page: started with the options that the page's `<body>` has, or left to the test. */
import * as Mayday from '@mayday/browser'

const { options } = document.body.dataset
const client = options ? Mayday.init(JSON.parse(options)) : undefined
Object.assign(globalThis, { Mayday, client })
