import type { ArtifactsAnswer, SourceMapsAnswer } from '../api/answers.js'
import type { ApiRequest, Route } from '../api/route.js'
import { eventOf } from '../issues/events.js'
import { resolveAgain } from '../symbolication/again.js'
import { explainSourceMaps } from '../symbolication/explain.js'
import { uploadedBundles } from './read.js'

export const artifactRoutes: readonly Route[] = [
  { method: 'GET', path: '/artifacts', answer: artifacts },
  { method: 'GET', path: '/events/:id/source-maps', answer: explain },
  { method: 'POST', path: '/events/:id/source-maps', answer: again },
]

async function artifacts({ database }: ApiRequest): Promise<ArtifactsAnswer> {
  return { bundles: await uploadedBundles(database) }
}

async function explain({
  database,
  finder,
  params,
}: ApiRequest): Promise<SourceMapsAnswer | undefined> {
  const stored = await eventOf(database, params.id ?? '')
  return stored && explainSourceMaps(stored, finder)
}

/** Looks once more, and stores what is found. */
async function again({
  database,
  finder,
  params,
}: ApiRequest): Promise<SourceMapsAnswer | undefined> {
  const stored = await resolveAgain(database, finder, params.id ?? '')
  return stored && explainSourceMaps(stored, finder)
}
