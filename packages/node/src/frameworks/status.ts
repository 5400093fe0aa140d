/** What frameworks and their middleware hang on an error to say how to answer. */
export interface StatusHolder {
  status?: number | string
  statusCode?: number | string
  status_code?: number | string
  output?: { statusCode?: number | string }
}

/** Whether the error says nothing else than that it is answered with 500 or more. */
export function isServerError(error: unknown): boolean {
  const { status, statusCode, status_code, output } = (error ?? {}) as StatusHolder
  const answer = Number(status || statusCode || status_code || output?.statusCode)
  return !(answer < 500)
}
