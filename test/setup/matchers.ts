// The matchers of the test kit, set up as docs/testing.md tells users to.
import { type CaptureMatchers, matchers } from '@mayday/core/testing'
import { expect } from 'vitest'

expect.extend(matchers)

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameters of a merged interface have to be the same
  interface Matchers<T = any> extends CaptureMatchers<void> {}
}
