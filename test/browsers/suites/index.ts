import type { Suite } from '../bed.js'
import { breadcrumbs } from './breadcrumbs.js'
import { errors } from './errors.js'
import { harmless } from './harmless.js'
import { origins } from './origins.js'
import { pages } from './pages.js'

/** What every engine has to pass. */
export const suites: readonly Suite[] = [errors, origins, breadcrumbs, harmless, pages]
