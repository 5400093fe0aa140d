import { describe, member, textMember } from '../event/inspect.js'
import { runtime } from '../support/runtime.js'
import { isThenable } from '../support/safely.js'
import { callSite } from './call-sites.js'
import { type Channel, createChannel } from './channel.js'
import { tap } from './tap.js'

/** A request by `fetch` that has ended, with what came of it. */
export interface FetchCall {
  method: string
  url: string
  /** Nothing when the request failed. */
  status?: number
  error?: unknown
  args: unknown[]
  response?: unknown
  /** Where the call stands, while somebody has asked for that. */
  site?: Error | undefined
}

export const fetchChannel: Channel<FetchCall> = /* @__PURE__ */ createChannel((emit) =>
  tap(globalThis, ['fetch'], (_name, args) => {
    const call = describeRequest(args)
    // The program goes on from our link of the chain: listening beside it would count as handling its rejections.
    return (result) =>
      isThenable(result)
        ? result.then(
            (response) => {
              emit({ ...call, status: Number(member(response, 'status')), response })
              return response
            },
            (error) => {
              emit({ ...call, error })
              throw error
            },
          )
        : undefined
  }),
)

function describeRequest(args: unknown[]): FetchCall {
  const [input, init] = args
  const url = textMember(input, 'url') ?? describe(input)
  const method = textMember(init, 'method') ?? textMember(input, 'method') ?? 'GET'
  return { method: method.toUpperCase(), url, args, site: callSite(runtime.fetch) }
}
