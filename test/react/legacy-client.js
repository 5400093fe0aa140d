// Roots of React 17, and of React 18 for programs that have not gone on: what `react-dom/client` is in their tests.
import ReactDOM from 'react-dom'

function rootOf(container) {
  return {
    render(node) {
      ReactDOM.render(node, container)
    },
    unmount: () => ReactDOM.unmountComponentAtNode(container),
  }
}

export function createRoot(container) {
  return rootOf(container)
}

export function hydrateRoot(container, node) {
  ReactDOM.hydrate(node, container)
  return rootOf(container)
}
