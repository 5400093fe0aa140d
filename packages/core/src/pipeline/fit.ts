import { byteLength } from '../delivery/envelope.js'
import type { Event } from '../protocol/event.js'
import { safely } from '../support/safely.js'
import { normalize } from './normalize.js'
import type { Step } from './way.js'

/** Receivers refuse an event over 1 MiB whole; the rest of the envelope needs some room too. */
const MAX_BYTES = 900_000
/** Receivers cut longer texts. */
const MAX_TEXT = 8192

/** Makes sure that the event is JSON and that receivers accept it, and says on the event what had to go for that. */
export const fit: Step = (event, { client }) => {
  const { sdkProcessingMetadata: _internal, ...sendable } = event
  const max = client.getOptions().maxValueLength ?? MAX_TEXT
  const size = sizeOf(sendable)
  // `beforeSend` may have put anything on the event.
  const safe = size === undefined ? (normalize(sendable, 10) as Event) : sendable
  const fitting = withoutEmpty(withShortTexts(safe, max))
  return size !== undefined && size <= MAX_BYTES ? fitting : shed(fitting)
}

/** Bytes of the event as JSON, or `undefined` when it cannot be written so. */
function sizeOf(event: Event): number | undefined {
  return safely('check of an event', () => byteLength(JSON.stringify(event)))
}

function withShortTexts(event: Event, max: number): Event {
  const short = <T>(text: T): T | string =>
    typeof text === 'string' && text.length > max ? `${text.slice(0, max - 3)}...` : text
  const fitting = { ...event }
  if (event.message) fitting.message = short(event.message)
  if (event.logentry) {
    const { params, ...texts } = event.logentry
    fitting.logentry = Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, short(text)]),
    )
    if (Array.isArray(params)) fitting.logentry.params = params.map(short)
  }
  if (event.exception?.values) {
    fitting.exception = {
      values: event.exception.values.map((one) =>
        one.value ? { ...one, value: short(one.value) } : one,
      ),
    }
  }
  return fitting
}

const MAY_BE_EMPTY = ['tags', 'extra', 'user', 'fingerprint', 'breadcrumbs'] as const

function withoutEmpty(event: Event): Event {
  for (const key of MAY_BE_EMPTY) {
    const values = Object.values(event[key] ?? {})
    if (values.every((value) => value === undefined)) delete event[key]
  }
  return event
}

/** In the order in which they are given up: what says least about the error goes first. */
const sheddings: readonly [part: string, cut: (event: Event) => Event][] = [
  ['extra', ({ extra: _extra, ...rest }) => rest],
  ['breadcrumbs.data', (event) => mapBreadcrumbs(event, ({ data: _data, ...rest }) => rest)],
  [
    'frames.context',
    (event) => mapFrames(event, ({ vars: _v, pre_context: _p, post_context: _n, ...rest }) => rest),
  ],
  ['breadcrumbs', ({ breadcrumbs: _breadcrumbs, ...rest }) => rest],
  [
    'contexts',
    ({ contexts, ...rest }) => ({
      ...rest,
      ...(contexts?.trace ? { contexts: { trace: contexts.trace } } : {}),
    }),
  ],
  ['request', ({ request: _request, ...rest }) => rest],
  ['tags', ({ tags: _tags, ...rest }) => rest],
  ['user', ({ user: _user, ...rest }) => rest],
]

function shed(event: Event): Event {
  let smaller = event
  const gone: string[] = []
  for (const [part, cut] of sheddings) {
    if ((sizeOf(smaller) ?? 0) <= MAX_BYTES) break
    smaller = cut(smaller)
    gone.push(part)
  }
  if (gone.length === 0) return event
  return { ...smaller, contexts: { ...smaller.contexts, mayday: { shed: gone } } }
}

function mapBreadcrumbs(
  event: Event,
  change: (breadcrumb: NonNullable<Event['breadcrumbs']>[number]) => object,
): Event {
  return event.breadcrumbs ? { ...event, breadcrumbs: event.breadcrumbs.map(change) } : event
}

type Frame = NonNullable<
  NonNullable<NonNullable<Event['exception']>['values']>[number]['stacktrace']
>['frames']

function mapFrames(event: Event, change: (frame: NonNullable<Frame>[number]) => object): Event {
  const values = event.exception?.values?.map((one) =>
    one.stacktrace?.frames
      ? { ...one, stacktrace: { frames: one.stacktrace.frames.map(change) } }
      : one,
  )
  return values ? { ...event, exception: { values } } : event
}
