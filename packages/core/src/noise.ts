/** The noise rules of every platform; pages have more. What each is for stands in docs/noise.md. */
import { isError } from './event/inspect.js'
import type { NoiseRules } from './pipeline/noise.js'

/** Rules against noise that any program may make. */
export const commonNoise: NoiseRules = {
  'noise/framework-redirect': ({ hint }) => isControlFlow(hint.originalException),

  // Even an error that cannot be read stays where the program has captured it: what surrounds it may tell.
  'noise/empty': ({ event, hint, title, frames, isUncaught }) =>
    event.exception?.values?.length === 1 &&
    !frames.length &&
    /^(Error)?: (No error message)?$/.test(title) &&
    (isUncaught || !hint.originalException),
}

/** True for what frameworks throw to get somewhere else. Throws when the value does. */
function isControlFlow(thrown: unknown): boolean {
  const { digest, isRedirect, isNotFound, status, body } = Object(thrown)
  return (
    // Next.js; where something failed there is a number.
    /^(NEXT_|BAILOUT_TO_|DYNAMIC_SERVER_)/.test(digest) ||
    // The others throw no errors, while errors of programs have members of the same names.
    (!isError(thrown) &&
      // TanStack Router; it again, React Router, Remix, SvelteKit.
      (/^(true|30[1-378])$/.test(isRedirect || isNotFound || status) ||
        // SvelteKit's HttpError. Minifiers change its name, but it alone reads as its own body.
        (/^4/.test(status) && `${thrown}` === JSON.stringify(body))))
  )
}
