/**
 * `@mayday/node/import`: does nothing, for programs that are started with `--import @sentry/node/import` and have only
 * changed the name. There is nothing to be hooked before the program loads its modules.
 */
export {}
