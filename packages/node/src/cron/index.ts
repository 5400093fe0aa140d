import { instrumentCron } from './cron.js'
import { instrumentNodeCron } from './node-cron.js'
import { instrumentNodeSchedule } from './node-schedule.js'

/** Makes the jobs of a scheduler check in with each run. */
export const cron: {
  readonly instrumentCron: typeof instrumentCron
  readonly instrumentNodeCron: typeof instrumentNodeCron
  readonly instrumentNodeSchedule: typeof instrumentNodeSchedule
} = { instrumentCron, instrumentNodeCron, instrumentNodeSchedule }
