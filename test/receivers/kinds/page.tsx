/** Kinds that only a page knows. */
import {
  cultureContextIntegration,
  httpClientIntegration,
  reportingObserverIntegration,
} from '@mayday/browser'
import { ErrorBoundary, reactErrorHandler } from '@mayday/react'
import { Component, type ReactNode } from 'react'
import { createRoot, hydrateRoot, type RootOptions } from 'react-dom/client'
import type { Kinds } from './kind.js'

/** Not caught by what runs the kinds. */
function fail(thrown: unknown): void {
  setTimeout(() => {
    throw thrown
  })
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function element<K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] {
  return document.body.appendChild(document.createElement(name))
}

async function ask(url: string): Promise<void> {
  await fetch(url, { method: 'POST', body: '{}' })
  await new Promise<void>((resolve) => {
    const request = new XMLHttpRequest()
    request.open('GET', url)
    request.onloadend = () => resolve()
    request.send()
  })
}

export const browser: Kinds = {
  'an uncaught error': {
    title: 'TypeError: nobody catches this',
    provoke: () => fail(new TypeError('nobody catches this')),
  },
  'an uncaught error with a cause': {
    title: 'Error: outside',
    provoke: () => fail(new Error('outside', { cause: new TypeError('inside') })),
  },
  'an uncaught text': { title: /just a text/, provoke: () => fail('just a text') },
  'an uncaught object': { title: /status/, provoke: () => fail({ status: 503 }) },
  'an error in a listener': {
    title: 'RangeError: clicked',
    provoke() {
      const button = element('button')
      button.addEventListener('click', () => {
        throw new RangeError('clicked')
      })
      button.click()
    },
  },
  'an error in an evaluated text': {
    title: /^ReferenceError: .*nowhere/,
    provoke: () => setTimeout(() => new Function('nowhere()')()),
  },
  'a script that does not parse': {
    title: /^SyntaxError/,
    provoke() {
      element('script').textContent = 'const = 1'
    },
  },
  'a rejection that nobody handles': {
    title: 'RangeError: nobody handles this',
    provoke: () => void Promise.reject(new RangeError('nobody handles this')),
  },
  'a rejection with a text': {
    title: /only a reason/,
    provoke: () => void Promise.reject('only a reason'),
  },
  'a rejection with an object': {
    title: /status/,
    provoke: () => void Promise.reject({ status: 503, body: { a: 1 } }),
  },
  'a rejection with a group': {
    title: 'AggregateError: All promises were rejected',
    provoke: () => void Promise.any([Promise.reject(new Error('a')), Promise.reject('b')]),
  },
  'a fetch that fails': {
    title: /^TypeError: Failed to fetch/,
    provoke: () => void fetch('http://127.0.0.1:1/nobody?listens=here'),
  },
  'a DOMException of the page': {
    title: /SyntaxError/,
    provoke: () => setTimeout(() => document.querySelector('<>')),
  },
  'an image that does not load': {
    title: /Event/,
    provoke: () =>
      void new Promise((_resolve, reject) => {
        const image = element('img')
        image.onerror = reject
        image.src = 'data:image/png,none'
      }),
  },
  'an error after all that a visitor does': {
    title: 'Error: at the end of a visit',
    async provoke({ captureException }) {
      const button = Object.assign(element('button'), { id: 'buy', className: 'big red' })
      button.dispatchEvent(new MouseEvent('click', { bubbles: true }))
      const input = Object.assign(element('input'), { name: 'email', value: 'ada@shop.example' })
      input.dispatchEvent(new KeyboardEvent('keypress', { bubbles: true, key: 'a' }))
      history.pushState({}, '', '/orders/7?coupon=abc#top')
      await ask('/missing?token=abc')
      console.warn('soon', { reason: 'over' })
      // One that is typed in bursts is told once they are over.
      await wait(50)
      captureException(new Error('at the end of a visit'))
    },
  },
  'a request that is answered with a failing status': {
    title: 'Error: HTTP Client Error with status code: 404',
    provoke({ addIntegration }) {
      addIntegration(httpClientIntegration({ failedRequestStatusCodes: [404] }))
      void fetch('/missing?token=abc', { headers: { Accept: 'text/css' } })
    },
  },
  'what the browser reports': {
    title: /^ReportingObserver \[deprecation\]: Synchronous `XMLHttpRequest`/,
    provoke({ addIntegration }) {
      addIntegration(reportingObserverIntegration({ types: ['deprecation'] }))
      const request = new XMLHttpRequest()
      request.open('GET', '/', false)
      request.send()
    },
  },
  'an error with the culture of the visitor': {
    title: 'Error: when it was idle',
    async provoke({ addIntegration, captureException }) {
      addIntegration(cultureContextIntegration())
      await wait(500)
      captureException(new Error('when it was idle'))
    },
  },
  'an error, personal data allowed': {
    title: 'Error: with all',
    options: { sendDefaultPii: true },
    provoke({ captureException }) {
      history.pushState({}, '', '/orders/7?coupon=abc#top')
      captureException(new Error('with all'))
    },
  },
}

function Broken({ thrown }: { thrown: unknown }): ReactNode {
  throw thrown
}

/** A boundary that knows nothing of Mayday. */
class Plain extends Component<{ children: ReactNode }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): object {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    return this.state.hasFailed ? 'sorry' : this.props.children
  }
}

function handlers(): RootOptions {
  return {
    onUncaughtError: reactErrorHandler(),
    onCaughtError: reactErrorHandler(),
    onRecoverableError: reactErrorHandler(),
  }
}

const render = (node: ReactNode): void => createRoot(element('div'), handlers()).render(node)

export const react: Kinds = {
  'an error in an ErrorBoundary': {
    title: 'TypeError: in a component',
    provoke: () =>
      render(
        <ErrorBoundary fallback={<p>sorry</p>}>
          <Broken thrown={new TypeError('in a component')} />
        </ErrorBoundary>,
      ),
  },
  'an error with a cause in an ErrorBoundary without a fallback': {
    title: 'Error: outside of a component',
    provoke: () =>
      render(
        <ErrorBoundary beforeCapture={(scope) => scope.setTag('boundary', 'chart')}>
          <Broken thrown={new Error('outside of a component', { cause: new Error('inside') })} />
        </ErrorBoundary>,
      ),
  },
  'a text thrown in an ErrorBoundary': {
    title: /just a text/,
    provoke: () =>
      render(
        <ErrorBoundary fallback={<p>sorry</p>}>
          <Broken thrown="just a text" />
        </ErrorBoundary>,
      ),
  },
  'an error that no boundary catches': {
    title: 'RangeError: in no boundary',
    provoke: () => render(<Broken thrown={new RangeError('in no boundary')} />),
  },
  'an error that another boundary catches': {
    title: 'RangeError: in a plain boundary',
    provoke: () =>
      render(
        <Plain>
          <Broken thrown={new RangeError('in a plain boundary')} />
        </Plain>,
      ),
  },
  'an error that React recovers from': {
    title: /^Error: .*(?:hydrat|#418|#425)/i,
    provoke() {
      const root = element('div')
      root.innerHTML = '<p>of the server</p>'
      hydrateRoot(root, <p>of the page</p>, handlers())
    },
  },
}
