export * from '@mayday/browser'
export { captureReactException, type ReactErrorInfo } from './capture.js'
export {
  ErrorBoundary,
  type ErrorBoundaryProps,
  type FallbackProps,
  withErrorBoundary,
} from './error-boundary.js'
export { type ReactErrorCallback, type RootErrorInfo, reactErrorHandler } from './error-handler.js'
export { init } from './init.js'
