import type { Scope } from '@mayday/browser'
import {
  Component,
  type ComponentType,
  createElement,
  type ErrorInfo,
  type FunctionComponent,
  isValidElement,
  type ReactElement,
  type ReactNode,
} from 'react'
import { captureReactException } from './capture.js'

/** What a fallback may show and do. */
export interface FallbackProps {
  error: unknown
  componentStack: string
  /** The id of the event, for a visitor to quote. */
  eventId: string
  /** Renders the children anew. */
  resetError(): void
}

export interface ErrorBoundaryProps {
  children?: ReactNode | (() => ReactNode)
  /** Shown in place of the children once one of them has failed; nothing is shown without it. */
  fallback?: ReactElement | ((props: FallbackProps) => ReactElement)
  /** What the event says about the error. @default `true` when there is a fallback */
  handled?: boolean
  /** Called with the scope of the event, before it is captured. */
  beforeCapture?(scope: Scope, error: unknown, componentStack: string | undefined): void
  onError?(error: unknown, componentStack: string | undefined, eventId: string): void
  /** The children are about to be rendered anew. */
  onReset?(error: unknown, componentStack: string | null, eventId: string | null): void
  /** The boundary resets itself when one of them changes while the fallback is shown. */
  resetKeys?: readonly unknown[]
  onMount?(): void
  onUnmount?(error: unknown, componentStack: string | null, eventId: string | null): void
}

interface Failure {
  error: unknown
  componentStack: string
  eventId: string
}

interface State {
  hasFailed: boolean
  /** Known once React has told of the error; then the fallback can be shown. */
  failure: Failure | undefined
}

const INTACT: State = { hasFailed: false, failure: undefined }

/** Captures what its children throw while they render, and shows a fallback instead of an empty page. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = INTACT

  static getDerivedStateFromError(): Partial<State> {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    const { beforeCapture, onError, fallback, handled = fallback !== undefined } = this.props
    const stack = componentStack ?? ''
    const eventId = captureReactException(
      error,
      { componentStack: stack },
      {
        mechanism: { type: 'auto.function.react.error_boundary', handled },
        // As a capture context, so that its own mistakes lose neither the event nor the fallback.
        captureContext: (scope) => {
          beforeCapture?.(scope, error, stack)
          return scope
        },
      },
    )
    onError?.(error, stack, eventId)
    this.setState({ hasFailed: true, failure: { error, componentStack: stack, eventId } })
  }

  override componentDidMount(): void {
    this.props.onMount?.()
  }

  override componentDidUpdate(previous: ErrorBoundaryProps, before: State): void {
    // Not in the very update that failed: the keys may have changed together with it.
    if (
      before.failure &&
      this.state.failure &&
      haveChanged(previous.resetKeys, this.props.resetKeys)
    ) {
      this.resetError()
    }
  }

  override componentWillUnmount(): void {
    const { error = null, componentStack = null, eventId = null } = this.state.failure ?? {}
    this.props.onUnmount?.(error, componentStack, eventId)
  }

  /** Renders the children anew. */
  readonly resetError = (): void => {
    const { error = null, componentStack = null, eventId = null } = this.state.failure ?? {}
    this.props.onReset?.(error, componentStack, eventId)
    this.setState(INTACT)
  }

  override render(): ReactNode {
    const { fallback, children } = this.props
    const { hasFailed, failure } = this.state
    if (!hasFailed) return typeof children === 'function' ? children() : children
    if (!failure) return null
    const shown =
      typeof fallback === 'function'
        ? createElement(fallback as FunctionComponent<FallbackProps>, {
            ...failure,
            resetError: this.resetError,
          })
        : fallback
    return isValidElement(shown) ? shown : null
  }
}

function haveChanged(before: readonly unknown[] = [], now: readonly unknown[] = []): boolean {
  return before.length !== now.length || before.some((key, index) => !Object.is(key, now[index]))
}

/** The component inside an `ErrorBoundary` of its own. */
export function withErrorBoundary<P extends object>(
  Wrapped: ComponentType<P>,
  props: ErrorBoundaryProps,
): FunctionComponent<P> {
  const Bounded: FunctionComponent<P> = (own) =>
    createElement(ErrorBoundary, props, createElement(Wrapped, own))
  Bounded.displayName = `errorBoundary(${Wrapped.displayName || Wrapped.name || 'Component'})`
  return Bounded
}
