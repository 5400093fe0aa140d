/** Where a request went. Routers cut from its `url` what they have matched, and proxies put a host in front. */
export function addressOf({
  originalUrl,
  url = '/',
}: {
  url?: string | undefined
  originalUrl?: unknown
}): {
  path: string
  query: string | undefined
} {
  const target = typeof originalUrl === 'string' ? originalUrl : url
  const [path, query] = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '').split(/\?(.*)/s)
  return { path: path || '/', query }
}
