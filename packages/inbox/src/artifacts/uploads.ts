import type { IncomingMessage, ServerResponse } from 'node:http'
import { findRoute } from '../api/route.js'
import type { Fields } from '../event/fields.js'
import { objectOf } from '../items/text.js'
import { readBody } from '../server/body.js'
import type { Budget, Share } from '../server/budget.js'
import { Refusal } from '../server/refusal.js'
import { sendJson } from '../server/respond.js'
import type { Database } from '../store/database.js'
import { assemble, nameOf, type Uploaded } from './assemble.js'
import { storeChunks } from './chunks.js'
import { limits } from './limits.js'
import { partsOf } from './multipart.js'
import { projectsIn, putRelease, releaseOf, releasesOf } from './releases.js'

export interface UploadParts {
  database: Database
  /** Called with what a bundle brought, before its uploader is answered. */
  uploaded(uploaded: Uploaded): Promise<void>
}

interface UploadRequest extends UploadParts {
  params: Record<string, string>
  request: IncomingMessage
  /** What the memory that it takes is counted in. */
  share: Share
}

interface UploadRoute {
  method: 'GET' | 'POST' | 'PUT'
  /** Below `/api/0`. */
  path: string
  status?: number
  answer(request: UploadRequest): Promise<unknown>
}

/**
 * What `sentry-cli` and the bundler plugins around it ask for. Organizations are not told apart.
 *
 * @see https://github.com/getsentry/sentry-cli/blob/master/src/api/mod.rs
 */
export const uploadRoutes: readonly UploadRoute[] = [
  { method: 'GET', path: '', answer: about },
  { method: 'GET', path: '/organizations/:org/chunk-upload', answer: capabilities },
  { method: 'POST', path: '/organizations/:org/chunk-upload', answer: takeChunks },
  {
    method: 'POST',
    path: '/organizations/:org/artifactbundle/assemble',
    answer: takeBundle,
  },
  {
    method: 'POST',
    path: '/organizations/:org/releases/:version/assemble',
    answer: takeBundle,
  },
  {
    method: 'POST',
    path: '/projects/:org/:project/releases/:version/assemble',
    answer: takeBundle,
  },
  ...['/organizations/:org/releases', '/projects/:org/:project/releases'].flatMap(
    (path): UploadRoute[] => [
      { method: 'POST', path, status: 201, answer: makeRelease },
      { method: 'PUT', path: `${path}/:version`, answer: makeRelease },
      { method: 'GET', path: `${path}/:version`, answer: oneRelease },
      { method: 'GET', path: `${path}/:version/previous-with-commits`, answer: async () => ({}) },
    ],
  ),
  { method: 'GET', path: '/projects/:org/:project/releases', answer: listReleases },
  { method: 'GET', path: '/organizations/:org/repos', answer: async () => [] },
]

/** Whether a path below `/api/0` is one of `sentry-cli`'s rather than of the page's. */
export function isUpload(path: string): boolean {
  return /^\/(?:(?:organizations|projects)\/.*)?$/.test(path)
}

/** Answers a request of `sentry-cli`. */
export async function answerUpload(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  parts: UploadParts,
  budget: Budget,
): Promise<void> {
  checkToken(request)
  const found = findRoute(uploadRoutes, path)
  const route = found.routes.find(({ method }) => method === request.method)
  if (!route) throw noRoute(found.routes, response)
  const share = budget.open(503)
  try {
    const answer = await route.answer({ ...parts, params: found.params, request, share })
    if (answer === undefined) throw new Refusal(404, 'There is no such release.')
    sendJson(response, route.status ?? 200, answer)
  } finally {
    share.release()
  }
}

/**
 * Whether it is the right one has been seen to where there is a right one. Any other is asked for because it is a header
 * that no page of another site can send.
 */
function checkToken({ headers }: IncomingMessage): void {
  if (/^Bearer\s+\S/i.test(headers.authorization ?? '')) return
  throw new Refusal(
    401,
    'Uploads need a token: set SENTRY_AUTH_TOKEN, to anything where the inbox has none.',
  )
}

function noRoute(others: UploadRoute[], response: ServerResponse): Refusal {
  if (others.length === 0) {
    return new Refusal(404, 'The inbox has no such part of the upload protocol.')
  }
  const methods = [...new Set(others.map(({ method }) => method))].join(', ')
  response.setHeader('allow', methods)
  return new Refusal(405, `This address takes ${methods}.`)
}

async function about(): Promise<unknown> {
  return { version: '0', user: null, auth: { scopes: ['project:releases', 'org:ci'] } }
}

async function capabilities({ params }: UploadRequest): Promise<unknown> {
  return {
    // Relative to where the uploader found this, whatever proxies lie in between.
    url: `/api/0/organizations/${encodeURIComponent(params.org ?? '')}/chunk-upload/`,
    chunkSize: limits.chunk,
    chunksPerRequest: limits.chunksPerRequest,
    maxRequestSize: limits.request,
    maxFileSize: limits.bundle,
    concurrency: 2,
    hashAlgorithm: 'sha1',
    compression: ['gzip'],
    accept: ['sources', 'release_files', 'artifact_bundles', 'artifact_bundles_v2'],
  }
}

async function takeChunks({ request, share, database }: UploadRequest): Promise<unknown> {
  const body = await readBody(request, share)
  const parts = partsOf(body, request.headers['content-type'], limits.chunksPerRequest)
  await storeChunks(database, parts, share)
  return {}
}

async function takeBundle(asked: UploadRequest): Promise<unknown> {
  const { database, params, uploaded } = asked
  return assemble(database, await readObject(asked), params.version, uploaded)
}

async function makeRelease(asked: UploadRequest): Promise<unknown> {
  const { params, database } = asked
  const body = await readObject(asked)
  const version = nameOf(params.version ?? body.version)
  return putRelease(database, version, projectsIn(body, params.project), body)
}

async function oneRelease({ params, database }: UploadRequest): Promise<unknown> {
  return releaseOf(database, params.version ?? '')
}

async function listReleases({ params, database }: UploadRequest): Promise<unknown> {
  return releasesOf(database, params.project ?? '')
}

async function readObject({ request, share }: UploadRequest): Promise<Fields> {
  const body = objectOf(await readBody(request, share))
  if (!body) throw new Refusal(400, 'The body is not a JSON object.')
  return body
}
