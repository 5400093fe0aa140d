/**
 * All of `@mayday/browser` with nothing left to load: for service workers, which may not load anything later, for workers
 * that are bundled as one file, and for programs that want every event on its way when the capturing call returns.
 */
import { dispatch } from './dispatch.js'
import { haveAtHand } from './platform.js'

export * from './index.js'

haveAtHand(dispatch)
