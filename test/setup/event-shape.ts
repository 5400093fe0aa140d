/** What the project's own types promise of an event, checked at run time on what was really sent. */
import type {
  Breadcrumb,
  DebugImage,
  EventPayload,
  Exception,
  FeedbackContext,
  FeedbackEvent,
  LogEntry,
  Mechanism,
  Request,
  SdkInfo,
  StackFrame,
  Stacktrace,
  User,
} from '@mayday/core'

/** What is wrong with the value, each with its path; nothing when all is well. */
type Check = (value: unknown, path: string) => string[]

/** A check for each member that the type names, so that a type that changes does not compile until this does. */
type Members<T> = { [K in keyof T as string extends K ? never : K]-?: Check }

type Json = Record<string, unknown>

const must = (isRight: boolean, path: string, what: string, value: unknown): string[] =>
  isRight ? [] : [`${path} should be ${what}, is ${JSON.stringify(value)?.slice(0, 80)}`]

const that =
  (what: string, isRight: (value: never) => boolean): Check =>
  (value, path) =>
    must(isRight(value as never), path, what, value)

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const anything: Check = () => []
const neverSent: Check = (value, path) => must(value === undefined, path, 'left out', value)
const object = that('an object', isObject)
const text = that('a text', (value) => typeof value === 'string')
const flag = that('true or false', (value) => typeof value === 'boolean')
const hex = (digits: number): Check =>
  that(`${digits} hex digits`, (value: unknown) => {
    return typeof value === 'string' && value.length === digits && /^[\da-f]+$/.test(value)
  })
const wholeFrom = (least: number): Check =>
  that(`a whole number from ${least}`, (value) => Number.isInteger(value) && value >= least)
/** Milliseconds since 1970 would be a thousand times as many. */
const seconds = that('seconds since 1970', (value) => {
  return typeof value === 'number' && value >= 0 && value < 1e11
})
const oneOf = (...words: unknown[]): Check =>
  that(words.join(' or '), (value) => words.includes(value))
const textUpTo = (length: number): Check =>
  that(`a text of at most ${length} characters`, (value: unknown) => {
    return typeof value === 'string' && value.length <= length
  })

const either =
  (...checks: Check[]): Check =>
  (value, path) => {
    const found = checks.map((check) => check(value, path))
    return found.some((wrong) => wrong.length === 0) ? [] : (found[0] ?? [])
  }

const listOf =
  (check: Check, least = 0): Check =>
  (value, path) =>
    Array.isArray(value) && value.length >= least
      ? value.flatMap((one, index) => check(one, `${path}[${index}]`))
      : must(false, path, `a list of ${least} or more`, value)

const mapOf =
  (check: Check): Check =>
  (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, one]) => check(one, `${path}.${key}`))
      : object(value, path)

interface Rules {
  required?: string[]
  /** At least one of them has to be there. */
  oneOf?: string[]
  /** What is not named may be anything. */
  isOpen?: boolean
}

function shape<T>(members: Members<T>, { required = [], oneOf = [], isOpen }: Rules = {}): Check {
  const known = members as Record<string, Check>
  return (value, path) => {
    if (!isObject(value)) return object(value, path)
    const given = Object.entries(value).flatMap(([key, one]) => {
      const check = known[key] ?? (isOpen ? anything : neverSent)
      return check(one, path ? `${path}.${key}` : key)
    })
    const missing = required.filter((key) => value[key] === undefined)
    const isNone = oneOf.length > 0 && oneOf.every((key) => value[key] === undefined)
    return [
      ...given,
      ...missing.map((key) => `${path ? `${path}.` : ''}${key} is missing`),
      ...(isNone ? [`${path} has none of ${oneOf.join(', ')}`] : []),
    ]
  }
}

const valuesOf = (check: Check): Check =>
  shape<{ values: unknown }>({ values: listOf(check, 1) }, { required: ['values'] })

const level = oneOf('fatal', 'error', 'warning', 'log', 'info', 'debug')

const frame = shape<StackFrame>(
  {
    filename: text,
    abs_path: text,
    function: text,
    module: text,
    lineno: wholeFrom(1),
    colno: wholeFrom(1),
    context_line: text,
    pre_context: listOf(text),
    post_context: listOf(text),
    in_app: flag,
    vars: mapOf(anything),
    platform: text,
    debug_id: text,
    instruction_addr: text,
    addr_mode: text,
    module_metadata: neverSent,
  },
  { oneOf: ['filename', 'function'] },
)

const mechanism = shape<Mechanism>(
  {
    type: text,
    handled: flag,
    synthetic: flag,
    description: text,
    help_link: text,
    data: object,
    exception_id: wholeFrom(0),
    parent_id: wholeFrom(0),
    source: text,
    is_exception_group: oneOf(true),
  },
  { required: ['type'] },
)

const exception = shape<Exception>(
  {
    type: text,
    value: text,
    module: text,
    thread_id: either(wholeFrom(0), text),
    mechanism,
    stacktrace: shape<Stacktrace>({ frames: listOf(frame, 1) }, { required: ['frames'] }),
  },
  { oneOf: ['type', 'value'] },
)

const breadcrumb = shape<Breadcrumb>({
  timestamp: seconds,
  type: text,
  category: text,
  message: text,
  level,
  data: object,
  event_id: hex(32),
})

const request = shape<Request>({
  url: text,
  method: text,
  query_string: either(text, mapOf(text), listOf(listOf(text, 2))),
  fragment: text,
  data: anything,
  cookies: mapOf(text),
  headers: mapOf(text),
  env: mapOf(text),
})

const user = shape<User>(
  {
    id: either(text, that('a number', Number.isFinite)),
    email: text,
    username: text,
    name: text,
    ip_address: either(text, oneOf(null)),
  },
  { isOpen: true },
)

const sdk = shape<SdkInfo>(
  {
    name: text,
    version: text,
    integrations: listOf(text),
    packages: listOf(
      shape<{ name: string; version: string }>(
        { name: text, version: text },
        { required: ['name', 'version'] },
      ),
    ),
    settings: shape<NonNullable<SdkInfo['settings']>>({
      infer_ip: oneOf('auto', 'never', 'legacy'),
    }),
  },
  { required: ['name', 'version'] },
)

const image = shape<DebugImage>(
  { type: oneOf('sourcemap'), code_file: text, debug_id: text },
  { required: ['type', 'code_file', 'debug_id'] },
)

const members: Members<EventPayload> = {
  event_id: hex(32),
  timestamp: seconds,
  platform: text,
  level,
  logger: text,
  transaction: text,
  server_name: text,
  release: text,
  dist: text,
  environment: text,
  message: text,
  logentry: shape<LogEntry>({ message: text, params: listOf(anything), formatted: text }),
  exception: valuesOf(exception),
  breadcrumbs: valuesOf(breadcrumb),
  tags: mapOf(textUpTo(200)),
  extra: mapOf(anything),
  contexts: mapOf(object),
  user,
  request,
  fingerprint: listOf(text, 1),
  modules: mapOf(text),
  sdk,
  debug_meta: shape<{ images: unknown }>({ images: listOf(image) }),
  sdkProcessingMetadata: neverSent,
  type: neverSent,
}

const REQUIRED = ['event_id', 'timestamp', 'platform', 'sdk']

const event = shape<EventPayload>(members, { required: REQUIRED })

const feedback = shape<FeedbackContext>(
  {
    message: textUpTo(4096),
    name: text,
    contact_email: text,
    url: text,
    source: text,
    associated_event_id: hex(32),
    replay_id: hex(32),
  },
  { required: ['message'] },
)

const feedbackEvent = shape<FeedbackEvent>(
  {
    ...(members as Members<FeedbackEvent>),
    type: oneOf('feedback'),
    level: oneOf('info'),
    contexts: shape<FeedbackEvent['contexts']>(
      { feedback },
      { required: ['feedback'], isOpen: true },
    ),
  },
  { required: [...REQUIRED, 'type', 'contexts'] },
)

/** How an event that was sent breaks the promises of the types. */
export function shapeViolations(sent: unknown): string[] {
  return event(sent, '')
}

/** How feedback that was sent breaks them. */
export function feedbackViolations(sent: unknown): string[] {
  return feedbackEvent(sent, '')
}
