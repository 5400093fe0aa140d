import { ErrorBoundary, getTraceMetaTags } from '@mayday/react'

export default function Layout({ children }) {
  return (
    <html lang="en" data-tags={getTraceMetaTags()}>
      <body>
        <ErrorBoundary fallback={<p role="alert">of the layout</p>}>{children}</ErrorBoundary>
      </body>
    </html>
  )
}
