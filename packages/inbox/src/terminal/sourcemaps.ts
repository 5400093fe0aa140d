import type { SourceMapFrame, SourceMapStep, SourceMapsAnswer } from '../api/answers.js'
import { locate } from './locate.js'
import { askingOptions, expectArguments, parse, UsageError } from './options.js'
import { harmless } from './paint.js'
import { jsonLine, print } from './print.js'

const usage = `Usage: mayday-inbox sourcemaps explain <event id> [options]

Tells for each frame of an event whether its source was found and, where it was not, which step failed and what to do.

  --again            look once more, and keep what is found
  --json             the same as JSON
  --url <address>    where the Inbox is (default: the one that uses the data directory)
  --data-dir <path>  its data directory (default .mayday/inbox)
  --token <text>     its token, where it has one (better in MAYDAY_INBOX_TOKEN)
  --help             show this text
`

/** `sourcemaps explain <event id>` */
export async function sourceMaps(args: string[]): Promise<void> {
  const { values, positionals } = parse('sourcemaps', args, {
    ...askingOptions,
    again: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  })
  if (values.help) return print(usage)
  const [verb, ...rest] = positionals
  if (verb !== 'explain') throw new UsageError(`Say what to do: explain.\n\n${usage}`)
  expectArguments('sourcemaps', rest, ['the id of an event'])
  const { api, url } = await locate(values)
  const id = (rest[0] ?? '').replaceAll('-', '').toLowerCase()
  const path = `/events/${encodeURIComponent(id)}/source-maps`
  const answer = await (values.again
    ? api.post<SourceMapsAnswer>(path, {})
    : api.get<SourceMapsAnswer>(path))
  if (!answer) throw new Error(`The Inbox at ${url} has no event "${harmless(id)}".`)
  await print(values.json ? jsonLine(answer) : formatSourceMaps(answer))
}

const longest = 1000

const steps: Record<SourceMapStep, string> = {
  'debug-id': 'by debug id',
  release: 'by release',
  served: 'on a server here',
  local: 'in folders',
}

/** The explanation for people, the newest call first. */
export function formatSourceMaps({ eventId, release, dist, frames }: SourceMapsAnswer): string {
  const build = [release && `release ${release}`, dist && `dist ${dist}`].filter(Boolean).join(', ')
  const seen = new Map<string, string>()
  const blocks = frames.toReversed().flatMap((frame) => linesOf(frame, seen))
  const lines = [
    `Event ${eventId}, ${build || 'of no release'}`,
    '',
    ...(blocks.length > 0 ? blocks : ['It has no frames.']),
    '',
    summaryOf(frames),
  ]
  return `${lines.map((line) => harmless(line, longest).trimEnd()).join('\n')}\n`
}

function linesOf(frame: SourceMapFrame, seen: Map<string, string>): string[] {
  const head = `${frame.status.padEnd(9)} ${frame.frame}`
  if (frame.status === 'readable') return [head]
  if (frame.status === 'resolved') return [head, ...foundLines(frame)]
  const attempts = frame.attempts.map(({ step, text }) => `  ${steps[step].padEnd(17)} ${text}`)
  // Frames of one file fail alike.
  const key = attempts.join('\n')
  const before = seen.get(key)
  if (before !== undefined) return [head, `  for the same reasons as ${before}`]
  seen.set(key, frame.frame)
  const advice = adviceFor(frame)
  return [head, ...attempts, ...(advice ? [`  What to do: ${advice}`] : [])]
}

function foundLines({ source, step, isStored, attempts }: SourceMapFrame): string[] {
  const how = step
    ? `, found ${steps[step]}`
    : ', found when it came; its source map is no longer there'
  const when = isStored ? '' : ', only now: keep it with --again'
  const flaw = attempts.find(({ reason }) => reason === 'no-source-text')
  const lines = [`  is ${source}${how}${when}`]
  return flaw ? [...lines, `  ${flaw.text}`, `  What to do: ${flaw.advice}`] : lines
}

/** What failed although something was there tells more than what was never set up. */
function adviceFor({ attempts }: SourceMapFrame): string | undefined {
  const advised = attempts.filter(({ advice }) => advice !== undefined)
  const tried =
    advised.findLast(({ reason }) => reason === 'no-mapping') ??
    advised.find(({ reason }) => !/^no-(?:debug-id|release|folders)$/.test(reason))
  return (tried ?? advised[0])?.advice
}

function summaryOf(frames: SourceMapFrame[]): string {
  const minified = frames.filter(({ status }) => status === 'minified').length
  if (minified === 0) return 'No frame stayed minified.'
  return `${minified} of ${frames.length} frames stayed minified.`
}
