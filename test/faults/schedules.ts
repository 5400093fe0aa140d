/** What goes wrong, when, and what must have become of every event then. */
import { fileURLToPath } from 'node:url'
import { type Act, always, biggerThan, first, OK, type Script, sometimes } from './script.js'

export interface Schedule {
  name: string
  /** What becomes of each request. Without one, all are accepted. */
  script?: Script
  /** The receiver speaks TLS, with a certificate that nobody knows. */
  isSecure?: boolean
  /** By this name the receiver is looked for. */
  host?: string
  /** Whether an event may be accepted twice, must be, or (when the receiver answers in time) must not. */
  duplicates?: 'none' | 'some' | 'maybe'
  steps: Step[]
}

/** Processes that run at the same time, with the same spool as those before. */
export interface Step {
  /** What the table says after the name of the schedule. */
  what?: string
  programs: Program[]
  /** Whether the receiver listens; or the ms after the first capture from which on it does. */
  isUp: boolean | number
  /** What becomes of requests from this step on, if it is something else. */
  script?: Script
  /**
   * What has become of everything that was captured until then; or that some of it is delivered, and the rest pending;
   * or that so many are dropped, and the rest is delivered.
   */
  expected: 'delivered' | 'pending' | 'some of both' | { dropped: string; count?: number }
}

export interface Program {
  /** How it ends: a word that `programs/program.mjs` knows. */
  way: string
  /** Events that it captures; as many as the harness says if it is not given. */
  count?: number
  /** Ms from one capture to the next; without it all are captured in one tick. */
  every?: number
  /** Bytes that each event carries in addition. */
  ballast?: number
  options?: object
  /** The receiver may say nothing at all; the harness may shorten how long an attempt waits for that. */
  isSilenced?: boolean
  /** Ms for which it does. */
  timeout?: number
  env?: Record<string, string>
  flags?: string[]
  hasLittleRoom?: boolean
}

const SERVICE: Program = { way: 'when told', every: 10 }
/** Who does not wait for slow answers may send twice. */
const SILENCED: ServiceSettings = { program: { isSilenced: true }, duplicates: 'maybe' }
const RESTART: Program = { way: 'when told', count: 0 }

/** A service that goes on until all is settled. */
function service(
  name: string,
  { program, isUp = true, expected = 'delivered', ...rest }: ServiceSettings = {},
): Schedule {
  return {
    name,
    ...rest,
    steps: [{ programs: [{ ...SERVICE, ...program }], isUp, expected }],
  }
}

type ServiceSettings = Omit<Schedule, 'name' | 'steps'> &
  Partial<Pick<Step, 'isUp' | 'expected'>> & { program?: Partial<Program> }

/** A program that ends in some way while the receiver is there. What was under way may arrive twice. */
function ending(name: string, way: string): Schedule {
  // How fast the machine is should not matter.
  const programs = [{ way, options: { shutdownTimeout: 20_000 } }]
  const step: Step = { programs, isUp: true, expected: 'delivered' }
  return { name, duplicates: 'maybe', steps: [step] }
}

/** A program that ends with everything unsent, and one that is started after it. */
function restarted(
  name: string,
  { programs, isUp = false, restart, ...rest }: RestartSettings,
): Schedule {
  const again = programs.map(() => ({ ...RESTART, ...restart }))
  return {
    name,
    ...rest,
    steps: [
      { programs, isUp, expected: 'pending' },
      {
        what: 'then restart',
        programs: again,
        isUp: true,
        script: always(OK),
        expected: 'delivered',
      },
    ],
  }
}

type RestartSettings = Omit<Schedule, 'name' | 'steps'> & {
  programs: Program[]
  isUp?: boolean
  restart?: Partial<Program>
}

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const LIMITED = { 'X-Sentry-Rate-Limits': '1:error;transaction:key' }
/** Dates have no parts of seconds: this one is between one and two seconds ahead. */
const soon = (): string => new Date(Date.now() + 2000).toUTCString()
const FAILURES: Act[] = [
  { status: 502 },
  { status: 503 },
  { status: 429, headers: { 'Retry-After': '1' } },
  'silence',
  'reset before reading',
  'reset after reading',
  'acknowledgement lost',
]

/** All of them. The seed decides what is left to chance; it changes from run to run where that is wanted. */
export function schedules(seed: number): Schedule[] {
  return [
    service('healthy'),
    service('refused, then up', { isUp: 600 }),
    service('503, then 200', { script: first(3, { status: 503 }) }),
    service('429 with Retry-After in seconds', {
      script: first(3, { status: 429, headers: { 'Retry-After': '1' } }),
    }),
    service('429 with Retry-After as a date', {
      script: first(3, () => ({ status: 429, headers: { 'Retry-After': soon() } })),
    }),
    service('X-Sentry-Rate-Limits on 200', { script: first(1, { status: 200, headers: LIMITED }) }),
    service('hang', { ...SILENCED, script: first(3, 'silence') }),
    service('slow answers', { script: always('slow answer') }),
    service('answers without end', { ...SILENCED, script: first(3, 'answer without end') }),
    service('reset, 3 of 10', {
      script: sometimes(0.3, seed, 'reset before reading', 'reset after reading'),
    }),
    service('acknowledgement lost', {
      script: first(3, 'acknowledgement lost'),
      duplicates: 'some',
    }),
    service('all of these, 4 of 10', {
      // One silence after the other would take hours.
      program: { isSilenced: true, timeout: 1000 },
      script: sometimes(0.4, seed, ...FAILURES),
      duplicates: 'maybe',
    }),
    service('413 for what is big', {
      program: { ballast: 40_000 },
      script: biggerThan(15_000, { status: 413 }),
    }),
    service('413 for everything', {
      script: always({ status: 413 }),
      expected: { dropped: 'send_error' },
    }),
    service('400 for everything', {
      script: always({ status: 400 }),
      expected: { dropped: 'send_error' },
    }),
    restarted('TLS failure', {
      programs: [{ way: 'by itself', every: 10 }],
      isUp: true,
      isSecure: true,
      restart: { env: { NODE_EXTRA_CA_CERTS: file('certificate.pem') } },
    }),
    restarted('DNS failure', {
      programs: [{ way: 'by itself', every: 10 }],
      isUp: true,
      host: 'receiver.invalid',
      restart: { flags: [`--import=${new URL('programs/lookup.mjs', import.meta.url).href}`] },
    }),
    service('2,000 in one tick', {
      program: { count: 2000, every: 0 },
      // A tick may take longer than an attempt has; then nobody could hear the answers to the first ones.
      duplicates: 'maybe',
    }),
    service('60 with room for 40', {
      program: { count: 60, every: 0, options: { transportOptions: { bufferSize: 40 } } },
      isUp: 600,
      expected: { dropped: 'queue_overflow', count: 20 },
    }),
    ending('process.exit right after', 'by process.exit'),
    ending('uncaught exception', 'by an uncaught exception'),
    ending('unhandled rejection', 'by an unhandled rejection'),
    ending('SIGTERM, handled', 'by SIGTERM, which it handles'),
    restarted('SIGTERM', { programs: [{ way: 'by SIGTERM' }] }),
    restarted('SIGKILL during an outage', { programs: [{ way: 'by SIGKILL', every: 10 }] }),
    restarted('SIGKILL in the tick of the captures', { programs: [{ way: 'by SIGKILL' }] }),
    restarted('process.exit during a hang', {
      programs: [{ way: 'by process.exit', options: { shutdownTimeout: 500 } }],
      isUp: true,
      script: always('silence'),
    }),
    {
      name: 'SIGKILL when some are delivered',
      script: (before) => (before < 10 ? OK : { status: 503 }),
      steps: [
        {
          programs: [{ way: 'by SIGKILL after ten answers' }],
          isUp: true,
          expected: 'some of both',
        },
        {
          what: 'then restart',
          programs: [RESTART],
          isUp: true,
          script: always(OK),
          expected: 'delivered',
        },
      ],
    },
    restarted('endpoint down for a whole run', { programs: [{ way: 'by itself', every: 10 }] }),
    restarted('uncaught exception during an outage', {
      programs: [{ way: 'by an uncaught exception', every: 10 }],
    }),
    restarted('two processes share a spool', {
      programs: [
        { way: 'by SIGKILL', every: 10 },
        { way: 'by itself', every: 10 },
      ],
    }),
    // In an outage, since the spool is emptied as soon as nothing is pending.
    service('disk full', { program: { count: 100, every: 0, hasLittleRoom: true }, isUp: 600 }),
    service('no folder for the spool', { program: { options: { spool: '/dev/null/none' } } }),
  ]
}
