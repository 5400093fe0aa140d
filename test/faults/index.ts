/** What scripts use of the harness. */
export { bundle } from '../../packages/node/test/programs.js'
export { tableOf } from './play.js'
export { compare, playRounds } from './run.js'
export { schedules } from './schedules.js'
export { soak } from './soak.js'
