/** How many functions of the program that the SDK has wrapped are running now, one in the other. */
export const wrapped: { depth: number } = { depth: 0 }
