import { createBrowserRouter } from 'react-router'
import { Home } from './home.js'
import { loadOrder, Order } from './order.js'
import { RouteProblem } from './route-problem.js'
import { Shell } from './shell.js'

export const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { path: '/', element: <Home /> },
      {
        path: '/orders/:id',
        element: <Order />,
        loader: loadOrder,
        errorElement: <RouteProblem />,
      },
    ],
  },
])
