/** A request that is answered with an error status; the message is the sentence the sender reads. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What the answer's headers add, in lower case. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }
}
