// @vitest-environment jsdom
import { withErrorBoundary } from '@mayday/react'
import { Component, createRef, type ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { captured, Failing, render, start } from './setup.js'

function Greeting({ name, error }: { name: string; error?: Error }): ReactNode {
  return <Failing error={error}>hello {name}</Failing>
}

describe('withErrorBoundary', () => {
  it('shows the component with its own props, and the fallback when it fails', async () => {
    const memory = start()
    const Bounded = withErrorBoundary(Greeting, { fallback: <p>sorry</p> })
    const page = await render(<Bounded name="visitor" />)
    expect(page.text()).toBe('hello visitor')
    await page.render(<Bounded name="visitor" error={new Error('broken')} />)
    expect(page.text()).toBe('sorry')
    expect(captured(await memory.captured()).value).toBe('broken')
  })

  it('is named after the component', () => {
    const Displayed = Object.assign(() => null, { displayName: 'Shown' })
    const unnamed = () => () => null
    expect(withErrorBoundary(Greeting, {}).displayName).toBe('errorBoundary(Greeting)')
    expect(withErrorBoundary(Displayed, {}).displayName).toBe('errorBoundary(Shown)')
    expect(withErrorBoundary(unnamed(), {}).displayName).toBe('errorBoundary(Component)')
  })

  it('hands refs on to the component', async () => {
    class Field extends Component<{ label: string }> {
      focus(): string {
        return `${this.props.label} has it`
      }
      override render(): ReactNode {
        return this.props.label
      }
    }
    const Bounded = withErrorBoundary(Field, {}) as unknown as typeof Field
    const ref = createRef<Field>()
    await render(<Bounded label="name" ref={ref} />)
    expect(ref.current?.focus()).toBe('name has it')
  })

  it("keeps static members, inherited ones and symbols too, but none of React's", () => {
    const brand = Symbol('brand')
    class Base extends Component {
      static loader = () => 'data'
      static layout = 'wide'
    }
    class Route extends Base {
      static override layout = 'narrow'
      static [brand] = true
      static displayName = 'Route'
      static defaultProps = { id: 1 }
      static getDerivedStateFromError = () => ({})
      override render(): ReactNode {
        return null
      }
    }
    const Bounded = withErrorBoundary(Route, {})
    expect(Bounded).toMatchObject({ layout: 'narrow', [brand]: true })
    expect((Bounded as unknown as typeof Route).loader()).toBe('data')
    expect(Bounded.displayName).toBe('errorBoundary(Route)')
    expect(Bounded).not.toHaveProperty('defaultProps')
    expect(Bounded).not.toHaveProperty('getDerivedStateFromError')
  })
})
