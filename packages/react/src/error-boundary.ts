import {
  type Client,
  openReportDialog,
  type ReportDialogOptions,
  type Scope,
} from '@mayday/browser'
import * as React from 'react'
import { captureWith, type ReactErrorInfo } from './capture.js'
import { ClientContext } from './client-context.js'

/** What a fallback may show and do. */
export interface FallbackProps {
  error: unknown
  componentStack: string
  /** The id of the event, for a visitor to quote. */
  eventId: string
  /** Renders the children anew. */
  resetError(): void
}

export type FallbackRender = (props: FallbackProps) => React.ReactElement

interface BoundaryProps {
  children?: React.ReactNode | (() => React.ReactNode)
  /** What the event says about the error. @default `true` when there is a fallback */
  handled?: boolean | undefined
  /** The client that captures. @default that of the nearest `<MaydayProvider>`, or the page's */
  client?: Client | undefined
  /** Called with the scope of the event, before it is captured. */
  beforeCapture?(scope: Scope, error: unknown, componentStack: string): void
  /** Called once the error has been captured. */
  onError?(error: unknown, componentStack: string, eventId: string): void
  /** The children are about to be rendered anew. */
  onReset?(error: unknown, componentStack: string, eventId: string): void
  /** The boundary resets itself when one of them changes while the fallback is shown. */
  resetKeys?: readonly unknown[] | undefined
  /** Asks the visitor what has happened, once the error has been captured; loads the dialog for that. @default false */
  showDialog?: boolean | undefined
  /** What the dialog says, and who hears of it. */
  dialogOptions?: Omit<ReportDialogOptions, 'eventId'> | undefined
  onMount?(): void
  /** All are `null` when nothing had failed. */
  onUnmount?(error: unknown, componentStack: string | null, eventId: string | null): void
}

/** What is shown in place of the children once one of them has failed, in one of three forms. Nothing without it. */
type Fallback =
  | {
      /** An element, or a component. */
      fallback?: React.ReactElement | FallbackRender | undefined
      fallbackRender?: never
      FallbackComponent?: never
    }
  | {
      fallback?: never
      /** Called while the boundary renders: it may not use hooks. */
      fallbackRender: (props: FallbackProps) => React.ReactNode
      FallbackComponent?: never
    }
  | {
      fallback?: never
      fallbackRender?: never
      FallbackComponent: React.ComponentType<FallbackProps>
    }

export type ErrorBoundaryProps = BoundaryProps & Fallback

interface Failure {
  error: unknown
  componentStack: string
  eventId: string
}

interface State {
  hasFailed: boolean
  /**
   * Known once React has told of the error; then the fallback can be shown. Before that nothing is: what a fallback
   * throws in the step in which its boundary fails has React forget the first error. It stays while a fallback fails
   * later, which then fails once more, and goes to the next boundary.
   */
  failure: Failure | undefined
}

const INTACT: State = { hasFailed: false, failure: undefined }

/** The nearest boundary of ours, for what is in it. */
export const BoundaryContext: React.Context<ErrorBoundary | undefined> =
  /* @__PURE__ */ React.createContext?.<ErrorBoundary | undefined>(undefined)

/** React's build for server components has none: there the module is loaded, and nothing of it rendered. */
const Component: typeof React.Component =
  React.Component ?? (Object as unknown as typeof React.Component)

/** Captures what its children throw while they render, and shows a fallback instead of an empty page. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  static override contextType: React.Context<Client | undefined> = ClientContext
  declare context: Client | undefined
  override state: State = INTACT
  /** The event of the error that React is about to tell of. */
  private captured: string | undefined

  static getDerivedStateFromError(): Partial<State> {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown, info: React.ErrorInfo): void {
    const componentStack = info.componentStack ?? ''
    const { client = this.context, showDialog, dialogOptions } = this.props
    const eventId = this.captured ?? this.capture(error, info)
    this.captured = undefined
    this.props.onError?.(error, componentStack, eventId)
    if (showDialog) openReportDialog({ client, ...dialogOptions, eventId })
    this.setState({ failure: { error, componentStack, eventId } })
  }

  /** Also for handlers of the root, which React tells right before the boundary, and more of the error. */
  capture(error: unknown, info: ReactErrorInfo): string {
    const {
      beforeCapture,
      client = this.context,
      fallback,
      fallbackRender,
      FallbackComponent,
      handled = !!(fallback ?? fallbackRender ?? FallbackComponent),
    } = this.props
    this.captured = captureWith(client, error, info, {
      mechanism: { type: 'auto.function.react.error_boundary', handled },
      // As a capture context, so that its own mistakes lose neither the event nor the fallback.
      captureContext: (scope) => {
        beforeCapture?.(scope, error, info.componentStack ?? '')
        return scope
      },
    })
    return this.captured
  }

  override componentDidMount(): void {
    this.props.onMount?.()
  }

  override componentDidUpdate(previous: ErrorBoundaryProps, before: State): void {
    // Not in the very update that failed: the keys may have changed together with it.
    if (before.failure && haveChanged(previous.resetKeys, this.props.resetKeys)) this.resetError()
  }

  override componentWillUnmount(): void {
    const { error = null, componentStack = null, eventId = null } = this.state.failure ?? {}
    this.props.onUnmount?.(error, componentStack, eventId)
  }

  /** Renders the children anew, if one of them has failed. */
  readonly resetError = (): void => {
    const { failure } = this.state
    if (!failure) return
    this.props.onReset?.(failure.error, failure.componentStack, failure.eventId)
    this.setState(INTACT)
  }

  override render(): React.ReactNode {
    const { children } = this.props
    const { hasFailed, failure } = this.state
    const content = failure
      ? shown(this.props, { ...failure, resetError: this.resetError })
      : hasFailed
        ? null
        : typeof children === 'function'
          ? children()
          : children
    return React.createElement(BoundaryContext.Provider, { value: this }, content)
  }
}

function shown(
  { fallback, fallbackRender, FallbackComponent }: ErrorBoundaryProps,
  props: FallbackProps,
): React.ReactNode {
  if (fallbackRender) return fallbackRender(props)
  const component = FallbackComponent ?? (typeof fallback === 'function' ? fallback : undefined)
  if (component)
    return React.createElement(component as React.FunctionComponent<FallbackProps>, props)
  return React.isValidElement(fallback) ? fallback : null
}

function haveChanged(before: readonly unknown[] = [], now: readonly unknown[] = []): boolean {
  return before.length !== now.length || before.some((key, index) => !Object.is(key, now[index]))
}
