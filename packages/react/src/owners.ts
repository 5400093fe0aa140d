import * as React from 'react'

/**
 * The components that created the one that has failed, while a handler of a root runs; only development builds of
 * React from 19.1 on tell. Bundlers complain of an export that they cannot find, so it is read in their back.
 */
export function ownerStack(): string | undefined {
  const capture = Reflect.get(React, 'captureOwnerStack') as (() => string | null) | undefined
  return capture?.() ?? undefined
}
