import * as Mayday from '@mayday/react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { router } from './router.js'

Mayday.init({
  dsn: import.meta.env.VITE_MAYDAY_DSN,
  release: 'example-react@1.0.0',
  environment: 'example',
  // Events are named after the route that is shown: /orders/:id.
  integrations: [Mayday.routerIntegration(router)],
})
Mayday.setTag('example', 'react')

// What no boundary catches, and what React mends by itself, arrives too; React's own console output stays.
createRoot(document.querySelector('#root') as HTMLElement, Mayday.createRootOptions()).render(
  <RouterProvider router={router} />,
)
