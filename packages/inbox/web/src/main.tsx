import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Live } from './data/live.js'
import { createQueryClient } from './data/queries.js'
import { App } from './shell/app.js'

const root = document.getElementById('root')
if (root) {
  const client = createQueryClient()
  const live = new Live(client)
  live.start()
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App live={live} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
