import { type FailedRequest, failedRequests } from '../event/failed-requests.js'
import { describe, isObject, member, textMember } from '../event/inspect.js'
import { patch } from '../support/patch.js'
import { isThenable, safely } from '../support/safely.js'
import { type Channel, createChannel } from './channel.js'

/** A request by `fetch` that has ended, with what came of it. */
export interface FetchCall extends FailedRequest {
  /** Nothing when the request failed. */
  status?: number
  error?: unknown
  args: unknown[]
  response?: unknown
}

export const fetchChannel: Channel<FetchCall> = /* @__PURE__ */ createChannel((emit) =>
  patch(globalThis, 'fetch', (original) => {
    return function (this: unknown, ...args) {
      // As few frames as possible are ours. Engines make a text of them only when it is read.
      const site = new Error()
      const result = original.apply(this, args)
      return safely('fetch', () => follow(result, args, site, emit)) ?? result
    }
  }),
)

/** The program goes on from our link of the chain: listening beside it would count as handling its rejections. */
function follow(
  result: unknown,
  args: unknown[],
  site: Error,
  emit: (call: FetchCall) => void,
): unknown {
  if (!isThenable(result)) return undefined
  const call = describeRequest(args, site)
  return result.then(
    (response) => {
      call.status = Number(member(response, 'status'))
      call.response = response
      emit(call)
      return response
    },
    (error) => {
      const { method, url } = call
      if (isObject(error)) failedRequests.set(error, { method, url, site })
      call.error = error
      emit(call)
      throw error
    },
  )
}

function describeRequest(args: unknown[], site: Error): FetchCall {
  const [input, init] = args
  const url = textMember(input, 'url') ?? describe(input)
  const method = textMember(init, 'method') ?? textMember(input, 'method') ?? 'GET'
  return { method: method.toUpperCase(), url, args, site }
}
