import { describe, member, textMember } from '../event/inspect.js'
import { patch } from '../support/patch.js'
import { isThenable, safely } from '../support/safely.js'
import { type Channel, createChannel } from './channel.js'

/** A request by `fetch` that has ended, with what came of it. */
export interface FetchCall {
  method: string
  url: string
  /** Nothing when the request failed. */
  status?: number
  error?: unknown
  args: unknown[]
  response?: unknown
}

export const fetchChannel: Channel<FetchCall> = /* @__PURE__ */ createChannel((emit) =>
  patch(globalThis, 'fetch', (original) => {
    return function (this: unknown, ...args) {
      const call = safely('fetch', () => describeRequest(args))
      const result = original.apply(this, args)
      if (!call || !isThenable(result)) return result
      // The program goes on from our link of the chain: listening beside it would count as handling its rejections.
      return result.then(
        (response) => {
          emit({ ...call, status: Number(member(response, 'status')), response })
          return response
        },
        (error) => {
          emit({ ...call, error })
          throw error
        },
      )
    }
  }),
)

function describeRequest(args: unknown[]): FetchCall {
  const [input, init] = args
  const url = typeof input === 'string' ? input : (textMember(input, 'url') ?? describe(input))
  const method = textMember(init, 'method') ?? textMember(input, 'method') ?? 'GET'
  return { method: method.toUpperCase(), url, args }
}
