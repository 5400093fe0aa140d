// What a page may load when it has nothing better to do: everything between what was captured and the receiver.
import { commonNoise, dispatchWith, type MakeDispatch } from '@mayday/core'
import { makeFetchTransport } from './delivery/fetch.js'
import { makeLeftovers } from './delivery/page-life.js'
import { recoverHeld } from './delivery/recover-held.js'
import { pageNoise } from './noise.js'
import { tellPageContext } from './page-context.js'
import { defaultStackParser } from './stack.js'

const makeDispatch = /* @__PURE__ */ dispatchWith({
  stackParser: defaultStackParser,
  transport: makeFetchTransport,
  store: makeLeftovers,
  noise: { ...commonNoise, ...pageNoise },
  // So many requests at once may outlive their page.
  concurrency: 15,
})

export const dispatch: MakeDispatch = (client, platform) => {
  const made = makeDispatch(client, platform)
  if (made) {
    tellPageContext(client)
    recoverHeld(client)
  }
  return made
}
