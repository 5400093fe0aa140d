// What a function's bundle holds.

export { wrapHandler } from '../../src/frameworks/lambda.js'
export { captureMessage, init } from '../../src/index.js'
