/** Every kind of event that the packages send: what it is called, and how it comes about. */
import { captured } from './kinds/captured.js'
import type { Kinds } from './kinds/kind.js'
import { node } from './kinds/node.js'
import { browser, react } from './kinds/page.js'

export type { Kind, Kinds } from './kinds/kind.js'

export type Sender = 'node' | 'browser' | 'react'

/** By the package that sends them. What comes of a call does so in each of them, and React has the browser's. */
export const kinds: Record<Sender, Kinds> = {
  node: { ...captured, ...node },
  browser: { ...captured, ...browser },
  react,
}
