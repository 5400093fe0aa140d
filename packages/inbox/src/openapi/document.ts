import { routes } from '../api/routes.js'
import { uploadRoutes } from '../artifacts/uploads.js'
import { fileOperations } from './files.js'
import { issueOperations } from './issues.js'
import type { Operation, Operations } from './operation.js'
import { anyJson, object, type Schema, text } from './schema.js'
import { telemetryOperations } from './telemetry.js'
import { transactionOperations } from './transactions.js'
import { uploadOperations } from './uploads.js'

/** All addresses; a room that gets routes gets operations here, and a test fails until it has. */
const operations: Operations = {
  ...issueOperations,
  ...transactionOperations,
  ...telemetryOperations,
  ...fileOperations,
  ...uploadOperations,
  'GET /openapi.json': {
    summary: 'This document',
    answer: anyJson<unknown>('An OpenAPI document.'),
  },
}

/** What is no JSON, and so has no route. */
const others: Operations = {
  'GET /stream': {
    summary: 'Tells of what arrives',
    description:
      'Server-sent events: `arrival` for each new event, `{"eventId", "issue", "change"?}`, ' +
      'and `log` for each log, as in the answer of /logs.',
    answer: 'events',
  },
}

/** The OpenAPI 3.1 document of the JSON API. */
export function openApiDocument(): object {
  const components = new Map<string, object>()
  const refer = (schema: Schema<unknown>): object => {
    const { name } = schema
    if (name === undefined) return schema.json(refer)
    if (!components.has(name)) {
      components.set(name, {})
      components.set(name, schema.json(refer))
    }
    return { $ref: `#/components/schemas/${name}` }
  }
  const paths = pathsOf(refer)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mayday Inbox',
      version: '0',
      description:
        'What SDKs sent to this Inbox. Texts of events were written by whoever sent them. ' +
        'Every write is a POST of JSON, but for what sentry-cli sends below /organizations and /projects.',
    },
    servers: [{ url: '/api/0' }],
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    // With --token the one, else none.
    security: [{}, { token: [] }],
  }
}

type Refer = (schema: Schema<unknown>) => object

function pathsOf(refer: Refer): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {}
  const known = [...routes, ...uploadRoutes].map(({ method, path }) => `${method} ${path}`)
  for (const key of [...known, ...Object.keys(others)]) {
    const operation = operations[key] ?? others[key]
    const [method = '', path = ''] = key.split(' ')
    const address = path.replace(/:(\w+)/g, '{$1}') || '/'
    if (operation === undefined) continue
    paths[address] = { ...paths[address], [method.toLowerCase()]: describe(path, operation, refer) }
  }
  return paths
}

function describe(path: string, operation: Operation, refer: Refer): object {
  const { summary, description, body, form, status = 200 } = operation
  const parameters = [...pathParameters(path, refer), ...queryParameters(operation, refer)]
  return {
    summary,
    ...(description !== undefined && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: refer(body) } } },
    }),
    ...(form && { requestBody: { required: true, content: { 'multipart/form-data': {} } } }),
    responses: {
      [status]: { description: summary, content: contentOf(operation, refer) },
      '4XX': {
        description: 'Why not',
        content: { 'application/json': { schema: refer(refusal) } },
      },
    },
  }
}

const refusal: Schema<{ detail: string }> = {
  ...object<{ detail: string }>({ detail: text }),
  name: 'Refusal',
}

function pathParameters(path: string, refer: Refer): object[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: refer(text),
  }))
}

function queryParameters({ query = {}, required = [] }: Operation, refer: Refer): object[] {
  return Object.entries(query).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(required.includes(name) && { required: true }),
    schema: refer(schema),
  }))
}

function contentOf({ answer }: Operation, refer: Refer): object {
  if (answer === 'bytes') return { '*/*': { schema: {} } }
  if (answer === 'events') return { 'text/event-stream': { schema: { type: 'string' } } }
  return { 'application/json': { schema: refer(answer) } }
}
