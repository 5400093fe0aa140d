// What does not compile is no less part of the package than what does.
import {
  type Client,
  createRootOptions,
  ErrorBoundary,
  type ErrorBoundaryProps,
  type FallbackProps,
  reactErrorHandler,
  useErrorBoundary,
  useMayday,
  withErrorBoundary,
} from '@mayday/react'
import type { FunctionComponent, ReactElement, ReactNode } from 'react'
import type { HydrationOptions, RootOptions } from 'react-dom/client'
import { expectTypeOf, it } from 'vitest'

const Sorry: FunctionComponent<FallbackProps> = () => null

it('a boundary takes one kind of fallback, or none', () => {
  const right: ErrorBoundaryProps[] = [
    {},
    { fallback: <p>sorry</p> },
    { fallback: ({ error, eventId }) => <p>{`${error} ${eventId}`}</p> },
    { fallbackRender: ({ resetError }) => <button type="button" onClick={resetError} /> },
    { fallbackRender: () => 'a text' },
    { FallbackComponent: Sorry },
  ]
  void right
  const both = (): ReactElement[] => [
    // @ts-expect-error an element and a function
    <ErrorBoundary key="1" fallback={<p>sorry</p>} fallbackRender={() => null} />,
    // @ts-expect-error an element and a component
    <ErrorBoundary key="2" fallback={<p>sorry</p>} FallbackComponent={Sorry} />,
    // @ts-expect-error a function and a component
    <ErrorBoundary key="3" fallbackRender={() => null} FallbackComponent={Sorry} />,
    // @ts-expect-error a component of other props
    <ErrorBoundary key="4" FallbackComponent={(props: { text: string }) => props.text} />,
    // @ts-expect-error no such prop
    <ErrorBoundary key="5" fallbackElement={<p>sorry</p>} />,
  ]
  void both
})

it('callbacks know what they get', () => {
  expectTypeOf<FallbackProps>().toEqualTypeOf<{
    error: unknown
    componentStack: string
    eventId: string
    resetError(): void
  }>()
  expectTypeOf<NonNullable<ErrorBoundaryProps['onError']>>().parameters.toEqualTypeOf<
    [unknown, string, string]
  >()
  expectTypeOf<NonNullable<ErrorBoundaryProps['onUnmount']>>().parameters.toEqualTypeOf<
    [unknown, string | null, string | null]
  >()
  expectTypeOf<ErrorBoundaryProps['children']>().toEqualTypeOf<
    ReactNode | (() => ReactNode) | undefined
  >()
})

it('hooks and components have the types that programs expect', () => {
  expectTypeOf(useErrorBoundary).returns.toEqualTypeOf<{
    showBoundary(error: unknown): void
    resetBoundary(): void
  }>()
  expectTypeOf(useMayday).returns.toEqualTypeOf<Client | undefined>()
  const Bounded = withErrorBoundary((_props: { name: string }) => null, { fallback: <p /> })
  expectTypeOf(Bounded).parameter(0).toEqualTypeOf<{ name: string }>()
})

it("root handlers fit React's options", () => {
  expectTypeOf(createRootOptions()).toExtend<RootOptions>()
  expectTypeOf(createRootOptions()).toExtend<HydrationOptions>()
  expectTypeOf(reactErrorHandler()).toExtend<NonNullable<RootOptions['onCaughtError']>>()
})
