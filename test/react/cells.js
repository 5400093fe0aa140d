// What can fail in a page with React, each with what may be there to catch it: the same in jsdom and in real pages.
import { createRootOptions, ErrorBoundary, getIsolationScope, init, setTag } from '@mayday/react'
import {
  Component,
  createContext,
  createElement as h,
  lazy,
  StrictMode,
  Suspense,
  useEffect,
} from 'react'
import { createPortal, flushSync } from 'react-dom'
import { createRoot, hydrateRoot } from 'react-dom/client'

const Context = createContext()

/** What pages without the SDK have: like ours in what React prints of it, its depth, and the step in which it shows. */
const PlainBoundary = class ErrorBoundary extends Component {
  state = {}
  static getDerivedStateFromError() {
    return { hasFailed: true }
  }
  componentDidCatch() {
    this.setState({ isTold: true })
  }
  render() {
    const { hasFailed, isTold } = this.state
    const shown = isTold ? this.props.fallback : hasFailed ? null : this.props.children
    return h(Context.Provider, { value: this }, shown)
  }
}

function fail(where) {
  throw new TypeError(`in ${where}`)
}

function Thrower({ thrown }) {
  throw thrown()
}

function Render({ where = 'render' }) {
  fail(where)
}

function Effect() {
  useEffect(() => fail('effect'))
  return 'with an effect'
}

function Button({ onClick }) {
  return h('button', { type: 'button', onClick }, 'go')
}

const waiting = (node) => h(Suspense, { fallback: 'waiting' }, node)

function suspended() {
  let isOver = false
  const over = Promise.resolve().then(() => {
    isOver = true
  })
  return function Suspended() {
    if (!isOver) throw over
    fail('suspended')
  }
}

/** Each gives what is shown, by `bound` where something may catch; with `html`, that is what the server has sent. */
export const cells = {
  render: { show: (bound) => bound(h(Render)) },
  effect: { show: (bound) => bound(h(Effect)) },
  handler: { show: (bound) => bound(h(Button, { onClick: () => fail('handler') })) },
  promise: { show: (bound) => bound(h(Button, { onClick: async () => fail('promise') })) },
  lazy: {
    show: (bound) => bound(waiting(h(lazy(() => Promise.reject(new TypeError('in lazy import')))))),
  },
  suspended: { show: (bound) => bound(waiting(h(suspended()))) },
  mismatch: { html: '<p>of the server</p>', show: (bound) => bound(h('p', null, 'of the page')) },
  hydrating: { html: '<p>the same</p>', show: (bound) => bound(h(Render, { where: 'hydrating' })) },
  portal: {
    show: (bound) => bound(createPortal(h(Render, { where: 'portal' }), document.body.firstChild)),
  },
  nested: { show: (bound) => bound(h('div', null, bound(h(Render, { where: 'nested' })))) },
  text: { show: (bound) => bound(h(Thrower, { thrown: () => 'in a text' })) },
  frozen: {
    show: (bound) => bound(h(Thrower, { thrown: () => Object.freeze(new TypeError('in ice')) })),
  },
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

/** React shows what has come a little later than it could. */
async function shownIn(container) {
  for (let i = 0; i < 100 && container.textContent === 'waiting'; i++) await settled()
  await settled()
}

/**
 * Plays one, with the SDK where there are options for it; resolves once its events have gone.
 *
 * @param {string} cell
 * @param {string} guard
 * @param {{ options?: object | undefined, isStrict?: boolean }} given
 */
export async function play(cell, guard, { options, isStrict } = {}) {
  const { html, show } = cells[cell]
  const client = options && init(options)
  getIsolationScope().clear()
  if (client) setTag('cell', `${cell} ${guard}`)
  const isBound = guard === 'boundary' || guard === 'both'
  const isHandled = client && (guard === 'roots' || guard === 'both')
  const Boundary = client ? ErrorBoundary : PlainBoundary
  const bound = (node) => (isBound ? h(Boundary, { fallback: h('p', null, 'sorry') }, node) : node)
  const container = document.body.appendChild(document.createElement('div'))
  const roots = isHandled ? createRootOptions() : {}
  const node = isStrict ? h(StrictMode, null, show(bound)) : show(bound)
  let root
  // What is thrown to a listener is told to the page, as it is when a script of the page throws.
  container.addEventListener(
    'show',
    () => {
      if (html) {
        container.innerHTML = html
        root = hydrateRoot(container, node, roots)
      } else {
        root = createRoot(container, roots)
        flushSync(() => root.render(node))
      }
    },
    { once: true },
  )
  container.dispatchEvent(new Event('show'))
  await shownIn(container)
  container.querySelector('button')?.click()
  await settled()
  const shown = container.textContent
  root?.unmount()
  container.remove()
  await client?.close(5000)
  return shown
}
