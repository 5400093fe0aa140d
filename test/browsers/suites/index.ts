import type { Suite } from '../bed.js'
import { errors } from './errors.js'

/** What every engine has to pass. */
export const suites: readonly Suite[] = [errors]
