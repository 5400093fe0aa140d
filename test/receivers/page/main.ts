/** A page in which one kind of event comes about. */
import * as browser from '@mayday/browser'
import * as react from '@mayday/react'
import { captured } from '../kinds/captured.js'
import { browser as ofBrowser, react as ofReact } from '../kinds/page.js'

export interface Task {
  dsn: string
  sender: 'browser' | 'react'
  kind: string
}

declare global {
  interface Window {
    /** Set before the page is loaded. */
    task: Task
    /** Resolves once everything captured so far has left the page. */
    settled(): Promise<unknown>
  }
}

const { dsn, sender, kind: name } = window.task
const kind = { ...captured, ...ofBrowser, ...ofReact }[name]
if (!kind) throw new Error(`There is no kind "${name}"`)

const mayday = sender === 'react' ? react : browser
mayday.init({ dsn, release: 'receivers@1.0.0', environment: 'test', ...kind.options })
window.settled = () => mayday.flush(10_000)
void kind.provoke(mayday)
