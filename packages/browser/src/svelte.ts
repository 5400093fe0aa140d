import { captureException, type Event, safely } from '@mayday/core'

export interface SvelteErrorHandlerOptions {
  /** The component that has the boundary, or what the boundary is around. */
  componentName?: string
}

/**
 * A handler for `<svelte:boundary onerror={…}>` of Svelte 5, which captures what the boundary has caught. The component
 * that failed is in `contexts.svelte` where the stack names its file, as it does on Vite's development server; in
 * `componentName` you can say one for all builds.
 */
export function createErrorHandler({
  componentName,
}: SvelteErrorHandlerOptions = {}): (error: unknown, reset?: () => void) => void {
  return (error) =>
    captureFrom(error, 'auto.function.svelte.error_handler', true, (event) => {
      const name = componentName ?? failedComponent(event)
      if (name) event.contexts = { ...event.contexts, svelte: { componentName: name } }
      return event
    })
}

/** The innermost one in the stack. */
function failedComponent({ exception }: Event): string | undefined {
  const frames = exception?.values?.at(-1)?.stacktrace?.frames ?? []
  const names = frames.map(({ filename }) => /([^/]+)\.svelte(?:$|[?#])/.exec(filename ?? '')?.[1])
  return names.filter(Boolean).at(-1)
}

/** What SvelteKit tells its `handleError` hooks. */
export interface SvelteKitFailure {
  error: unknown
  status?: number
  event?: { route?: { id?: string | null } } | undefined
}

/**
 * Your `handleError` hook of SvelteKit with a capture before it; without one, errors are printed as SvelteKit does.
 * Redirects and what the visitor's request is to blame for (status 400 to 499, such as pages not found) are only passed on.
 */
export function handleErrorWithSentry<Failure extends SvelteKitFailure, Result>(
  handleError?: (failure: Failure) => Result,
): (failure: Failure) => Result {
  const handle = handleError ?? (({ error }) => console.error(error) as Result)
  return (failure) => {
    if (!safely('handleError', () => isExpected(failure))) {
      captureFrom(failure.error, 'auto.function.sveltekit.handle_error', !!handleError)
    }
    return handle(failure)
  }
}

function isExpected({ error, status, event }: SvelteKitFailure): boolean {
  const thrown = Object(error) as { status?: unknown; stack?: unknown }
  const isError = error instanceof Error
  return (
    /^4..$/.test(String(status ?? (isError ? '' : thrown.status))) ||
    // A redirect is no error, while errors of programs may have a status.
    (!isError && /^3..$/.test(String(thrown.status))) ||
    // SvelteKit 1 tells no status.
    (!event?.route?.id && /^Error: Not found:/.test(String(thrown.stack)))
  )
}

function captureFrom(
  error: unknown,
  type: string,
  handled: boolean,
  processor?: (event: Event) => Event,
): void {
  safely('svelte', () =>
    captureException(error, {
      // What has no stack of its own must not be given ours.
      syntheticException: null,
      mechanism: { type, handled },
      captureContext: (scope) => (processor ? scope.addEventProcessor(processor) : scope),
    }),
  )
}
