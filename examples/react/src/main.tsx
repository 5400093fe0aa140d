import * as Mayday from '@mayday/react'
import { createRoot } from 'react-dom/client'
import { App } from './app.js'

Mayday.init({
  dsn: import.meta.env.VITE_MAYDAY_DSN,
  release: 'example-react@1.0.0',
  environment: 'example',
})
Mayday.setTag('example', 'react')

createRoot(document.querySelector('#root') as HTMLElement, Mayday.createRootOptions()).render(
  <App />,
)
