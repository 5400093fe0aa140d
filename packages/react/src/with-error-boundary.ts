import {
  type ComponentType,
  createElement,
  type FunctionComponent,
  forwardRef,
  type ReactNode,
  type Ref,
} from 'react'
import { ErrorBoundary, type ErrorBoundaryProps } from './error-boundary.js'

/** The component inside an `ErrorBoundary` of its own, with its static members; refs go to the component. */
export function withErrorBoundary<P extends object>(
  Wrapped: ComponentType<P>,
  props: ErrorBoundaryProps,
): FunctionComponent<P> {
  const render = (own: object, ref: Ref<unknown>): ReactNode =>
    createElement(ErrorBoundary, props, createElement(Wrapped, (ref ? { ...own, ref } : own) as P))
  const Bounded = forwardRef(render)
  Bounded.displayName = `errorBoundary(${Wrapped.displayName || Wrapped.name || 'Component'})`
  hoist(Bounded, Wrapped)
  // What React makes of it cannot be called, but nobody calls components.
  return Bounded as unknown as FunctionComponent<P>
}

/** Those by which React knows what a component is, and those that every function has. */
const OWN =
  /^(?:\$\$typeof|render|compare|type|_\w+|contextTypes?|childContextTypes|defaultProps|displayName|propTypes|getDefaultProps|getDerivedState\w+|mixins|name|length|prototype|caller|callee|arguments|arity)$/

/** Static members, also inherited ones: what is a class of a base may be wrapped. */
function hoist(target: object, source: object | null): void {
  if (!source || source === Function.prototype || source === Object.prototype) return
  for (const key of Reflect.ownKeys(source)) {
    const isOwn = typeof key === 'string' && OWN.test(key)
    const descriptor = Reflect.getOwnPropertyDescriptor(source, key)
    if (!isOwn && descriptor && !Object.hasOwn(target, key)) {
      Reflect.defineProperty(target, key, descriptor)
    }
  }
  hoist(target, Reflect.getPrototypeOf(source))
}
