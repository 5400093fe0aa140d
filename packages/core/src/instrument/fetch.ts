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
      const place = new Error()
      const result = original.apply(this, args)
      return safely('fetch', () => follow(result, args, place, emit)) ?? result
    }
  }),
)

/** The program goes on from our link of the chain: listening beside it would count as handling its rejections. */
function follow(
  result: unknown,
  args: unknown[],
  place: Error,
  emit: (call: FetchCall) => void,
): unknown {
  if (!isThenable(result)) return undefined
  const request = describeRequest(args, place)
  return result.then(
    (response) => {
      emit({ ...request, args, status: Number(member(response, 'status')), response })
      return response
    },
    (error) => {
      if (isObject(error)) failedRequests.set(error, request)
      emit({ ...request, args, error })
      throw error
    },
  )
}

function describeRequest([input, init]: unknown[], place: Error): FailedRequest {
  const url = textMember(input, 'url') ?? describe(input)
  const method = textMember(init, 'method') ?? textMember(input, 'method') ?? 'GET'
  return { method: method.toUpperCase(), url, place }
}
