import type {
  ArtifactsAnswer,
  AttachmentsAnswer,
  ItemsAnswer,
  SourceMapFrame,
  SourceMapStep,
  SourceMapsAnswer,
} from '../api/answers.js'
import type { Operations } from './operation.js'
import {
  about,
  anyObject,
  count,
  flag,
  list,
  named,
  object,
  oneOf,
  optional,
  type Schema,
  text,
  time,
} from './schema.js'

const step: Schema<SourceMapStep> = oneOf('debug-id', 'release', 'served', 'local')

const sourceMaps: Schema<SourceMapsAnswer> = named(
  'SourceMaps',
  object<SourceMapsAnswer>({
    eventId: text,
    release: optional(text),
    dist: optional(text),
    frames: list(
      object<SourceMapFrame>({
        exception: text,
        frame: text,
        status: oneOf('resolved', 'minified', 'readable'),
        debugId: optional(text),
        source: optional(text),
        isStored: optional(flag),
        step: optional(step),
        attempts: about(
          'What failed, in the order in which source maps are looked for.',
          list(
            object<SourceMapFrame['attempts'][number]>({
              step,
              reason: text,
              text,
              advice: optional(text),
            }),
          ),
        ),
      }),
    ),
  }),
)

export const fileOperations: Operations = {
  'GET /events/:id/attachments': {
    summary: 'The attachments of an event, a transaction or a feedback',
    answer: object<AttachmentsAnswer>({
      attachments: list(
        object<AttachmentsAnswer['attachments'][number]>({
          seq: count,
          filename: text,
          contentType: text,
          size: count,
        }),
      ),
    }),
  },
  'GET /events/:id/items': {
    summary: 'What else came with an event and is kept as it came',
    answer: object<ItemsAnswer>({
      items: list(
        object<ItemsAnswer['items'][number]>({
          seq: count,
          type: text,
          headers: anyObject<Record<string, unknown>>('As they came.'),
          size: count,
        }),
      ),
    }),
  },
  'GET /attachments/:seq': { summary: 'The bytes of an attachment', answer: 'bytes' },
  'GET /items/:seq': { summary: 'The bytes of an item', answer: 'bytes' },
  'GET /artifacts': {
    summary: 'The latest hundred uploads of source maps, the newest first',
    answer: object<ArtifactsAnswer>({
      bundles: list(
        object<ArtifactsAnswer['bundles'][number]>({
          id: count,
          release: text,
          dist: text,
          projects: list(text),
          uploadedAt: time,
          files: count,
          debugIds: count,
          size: about('Bytes, packed.', count),
        }),
      ),
      size: about(
        'Bytes of all that is kept, packed: what bundles have in common is there once.',
        count,
      ),
    }),
  },
  'GET /events/:id/source-maps': {
    summary: 'Why frames of an event are minified, or how they were found',
    answer: sourceMaps,
  },
  'POST /events/:id/source-maps': {
    summary: 'Looks for the source maps of an event once more',
    body: anyObject<object>('Nothing is read of it.'),
    answer: sourceMaps,
  },
}
