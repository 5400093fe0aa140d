/** For tests of programs that use Mayday: events are kept in memory instead of being sent. */
export { parseEnvelope, type ReceivedEnvelope, type ReceivedItem } from './envelope.js'
export { type AsymmetricMatcher, type Expected, type PartOf, titleOf } from './expected.js'
export { type CaptureMatchers, type MatcherResult, matchers } from './matchers.js'
export { createMemoryReceiver, type MemoryReceiver } from './receiver.js'
