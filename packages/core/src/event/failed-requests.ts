/** A request whose promise was rejected. */
export interface FailedRequest {
  method: string
  url: string
  /** Made where the request was. */
  site: Error
}

/** By what they were rejected with, which the program goes on using as it is. */
export const failedRequests: WeakMap<object, FailedRequest> = /* @__PURE__ */ new WeakMap()
