import type { Route } from '../api/route.js'

export const openApiRoutes: readonly Route[] = [
  { method: 'GET', path: '/openapi.json', answer: document },
]

async function document(): Promise<object> {
  const { openApiDocument } = await import('./document.js')
  return openApiDocument()
}
