import type { Operation, Operations } from './operation.js'
import { about, anyObject, list, nullable, object, oneOf, type Schema, text } from './schema.js'

const asCli =
  'As sentry-cli sends and reads it. It needs a bearer token, any where the Inbox has none.'

const ofCli = anyObject<object>(asCli)

/** As far as sentry-cli reads it. */
const release: Schema<object> = anyObject<object>(
  '`version`, `dateCreated`, `dateReleased`, `projects` and more.',
)

const assemble: Operation = {
  summary: 'Puts chunks together to a bundle of source maps, or tells which are missing',
  description: asCli,
  body: ofCli,
  answer: object<{ state: string; missingChunks: string[]; detail: string | null }>({
    state: oneOf('ok', 'not_found', 'error') as Schema<string>,
    missingChunks: list(text),
    detail: about('Why it failed; null unless it did.', nullable(text)),
  }),
}

/** The part of the protocol of sentry-cli that is answered. */
export const uploadOperations: Operations = {
  'GET ': {
    summary: 'Whether the token is good, for sentry-cli info',
    description: asCli,
    answer: ofCli,
  },
  'GET /organizations/:org/chunk-upload': {
    summary: 'Where and how chunks of uploads are sent',
    description: asCli,
    answer: ofCli,
  },
  'POST /organizations/:org/chunk-upload': {
    summary: 'Takes chunks, as a form of files named by their SHA-1',
    description: asCli,
    form: true,
    answer: ofCli,
  },
  'POST /organizations/:org/artifactbundle/assemble': assemble,
  'POST /organizations/:org/releases/:version/assemble': assemble,
  'POST /projects/:org/:project/releases/:version/assemble': assemble,
  ...releaseOperations('/organizations/:org/releases'),
  ...releaseOperations('/projects/:org/:project/releases'),
  'GET /projects/:org/:project/releases': {
    summary: 'The newest hundred releases of a project',
    description: asCli,
    answer: list(release),
  },
  'GET /organizations/:org/repos': {
    summary: 'Repositories: always none',
    description: asCli,
    answer: list(ofCli),
  },
}

function releaseOperations(path: string): Operations {
  const put = { description: asCli, body: ofCli, answer: release }
  return {
    [`POST ${path}`]: { summary: 'Makes a release known', status: 201, ...put },
    [`PUT ${path}/:version`]: { summary: 'Finalizes a release, or gives it commits', ...put },
    [`GET ${path}/:version`]: { summary: 'A release', description: asCli, answer: release },
    [`GET ${path}/:version/previous-with-commits`]: {
      summary: 'The release before: always an empty object',
      description: asCli,
      answer: ofCli,
    },
  }
}
