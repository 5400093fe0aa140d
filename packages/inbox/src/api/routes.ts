import { artifactRoutes } from '../artifacts/routes.js'
import { attachmentRoutes } from '../attachments/routes.js'
import { checkInRoutes } from '../check-ins/routes.js'
import { deliveryRoutes } from '../delivery/routes.js'
import { feedbackRoutes } from '../feedback/routes.js'
import { issueRoutes } from '../issues/routes.js'
import { logRoutes } from '../logs/routes.js'
import { releaseRoutes } from '../releases/routes.js'
import { traceRoutes } from '../traces/routes.js'
import { transactionRoutes } from '../transactions/routes.js'
import type { Route } from './route.js'

/** All addresses of the JSON API. */
export const routes: readonly Route[] = [
  ...issueRoutes,
  ...attachmentRoutes,
  ...transactionRoutes,
  ...traceRoutes,
  ...releaseRoutes,
  ...logRoutes,
  ...feedbackRoutes,
  ...checkInRoutes,
  ...deliveryRoutes,
  ...artifactRoutes,
]
