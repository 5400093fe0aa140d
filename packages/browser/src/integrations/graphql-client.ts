import { type BreadcrumbHint, type Integration, matchesSome } from '@mayday/core'

export interface GraphQLClientOptions {
  /** Texts that the address of a GraphQL endpoint contains, or expressions that match it. */
  endpoints: (string | RegExp)[]
}

/** What is sent as the body of a request: a document, or the hash of one that the server knows. */
interface GraphQLRequest {
  query?: unknown
  operationName?: unknown
  extensions?: { persistedQuery?: { sha256Hash?: unknown; version?: unknown } }
}

/**
 * Names the operation in the breadcrumbs of GraphQL requests, as `query Cart`, and the hash of a persisted one. The
 * document itself is added only with `dataCollection: { graphQL: { document: true } }`; variables never are.
 */
export function graphqlClientIntegration({ endpoints }: GraphQLClientOptions): Integration {
  return {
    name: 'GraphQLClient',
    setup: (client) =>
      client.on('beforeOutgoingRequestBreadcrumb', (breadcrumb, hint) => {
        const { data } = breadcrumb
        const isEndpoint = data && matchesSome(String(data.url), endpoints)
        const body = isEndpoint && bodyOf(hint)
        if (typeof body !== 'string' || !body.startsWith('{')) return
        const { graphQL } = client.getOptions().dataCollection
        Object.assign(data as object, dataOf(JSON.parse(body), graphQL?.document === true))
      }),
  }
}

/** Of `fetch`, the hint has the arguments; of an `XMLHttpRequest`, the body. */
function bodyOf({ input }: BreadcrumbHint): unknown {
  return Array.isArray(input) ? input[1]?.body : input
}

function dataOf(request: GraphQLRequest, withDocument: boolean): Record<string, unknown> {
  const { query, operationName, extensions } = request
  const name = typeof operationName === 'string' ? operationName : ''
  const { sha256Hash, version } = extensions?.persistedQuery ?? {}
  const isPersisted = name && typeof sha256Hash === 'string' && typeof version === 'number'
  const isDocument = typeof query === 'string'
  if (!isPersisted && !isDocument) return {}
  return {
    'graphql.operation': isPersisted ? `persisted ${name}` : operationIn(`${query}`, name),
    ...(isDocument && withDocument && { 'graphql.document': query }),
    ...(isPersisted && {
      'graphql.persisted_query.hash.sha256': sha256Hash,
      'graphql.persisted_query.version': version,
    }),
  }
}

/** Its kind and name, as in `mutation Pay`; fragments may stand before it, and a query needs no word for itself. */
function operationIn(document: string, asked: string): string {
  const code = document.replace(/#.*/g, '').trim()
  const [, kind = 'query', name] =
    /(?:^|\}\s*)(query|mutation|subscription)\b\s*(\w*)/.exec(code.startsWith('{') ? '' : code) ??
    []
  return [kind, name || asked].filter(Boolean).join(' ')
}
