import { artifactRoutes } from '../artifacts/routes.js'
import { issueRoutes } from '../issues/routes.js'
import type { Route } from './route.js'

/** All addresses of the JSON API. */
export const routes: readonly Route[] = [...issueRoutes, ...artifactRoutes]
