import {
  type Event,
  type Integration,
  mapFrames,
  type StackFrame,
  scrubPersonal,
  scrubSource,
} from '@mayday/core'

export interface ContextLinesOptions {
  /** Lines shown above and below that of a frame; 0 for none, not even that one. @default 7 */
  frameContextLines?: number
}

/** A longer line is data or minified code, of which only the part around the frame's column says anything. */
const MAX_SHOWN = 140
/** Behind this a line is not looked at. */
const MAX_LINE = 20_000

/**
 * Shows the page's own lines for what is thrown in inline scripts and handlers, which receivers cannot download. Only
 * scripts are shown, and of other lines the handlers in them: what the page says to its visitor stays there. The lines are
 * those of the document as it is now, in which scripts may have moved.
 */
export function contextLinesIntegration(options: ContextLinesOptions = {}): Integration {
  return {
    name: 'ContextLines',
    processEvent(event, _hint, client) {
      const { frameContextLines, userInfo } = client.getOptions().dataCollection
      // The one closes it for all packages, the other is for this one.
      const around = options.frameContextLines ?? (frameContextLines === 0 ? 0 : 7)
      return around > 0 ? withLines(event, around, userInfo) : event
    },
  }
}

function withLines(event: Event, around: number, personal: boolean): Event {
  const page = withoutQuery(globalThis.location?.href ?? '')
  const isOfPage = ({ filename, lineno }: StackFrame): boolean =>
    !!filename && !!lineno && withoutQuery(filename) === page
  let lines: string[] | undefined
  return mapFrames(event, (frame) => {
    if (!globalThis.document || !isOfPage(frame)) return frame
    // To write a document down is slow.
    lines ??= scriptLines(document)
    return withContext(frame, lines, around, personal)
  })
}

/** The document's lines; what is no code in them has become blanks, so that columns stay what they are. */
function scriptLines({ documentElement }: Document): string[] {
  let isCode = false
  const parts = documentElement.innerHTML
    .split(/(<script\b[^>]*>|<\/script>)/i)
    .map((part, index) => {
      // Every other part is a tag, which says what the next one is.
      if (index % 2) isCode = CODE.test(part)
      return index % 2 ? blank(part) : isCode ? part : handlersIn(part)
    })
  // What is written down of a document begins behind its first two lines.
  return ['', '', ...parts.join('').split('\n')]
}

/** The start of a script, unless its type says that it is data. */
const CODE = /^<script(?!.*\stype=(?!"(?:module|(?:text|application)\/(?:java|ecma)script|)"))/is

function handlersIn(html: string): string {
  const parts = html.split(/(\son\w+="[^"]*")/)
  return parts.map((part, index) => (index % 2 ? part : blank(part))).join('')
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

function withContext(
  frame: StackFrame,
  lines: string[],
  around: number,
  personal: boolean,
): StackFrame {
  const at = (frame.lineno as number) - 1
  const shown = (line: string, column = 0): string => {
    const near = line.trimEnd().slice(0, MAX_LINE)
    const clean = scrubSource(near)
    return snip(personal ? clean : scrubPersonal(clean), column)
  }
  const line = lines[at]
  if (!line?.trim()) return frame
  return {
    ...frame,
    pre_context: lines.slice(Math.max(at - around, 0), at).map((one) => shown(one)),
    context_line: shown(line, frame.colno),
    post_context: lines.slice(at + 1, at + 1 + around).map((one) => shown(one)),
  }
}

/** The part of a line around the column. */
function snip(line: string, column: number): string {
  const last = line.length - MAX_SHOWN
  if (last <= 0) return line
  const start = Math.max(Math.min(column - MAX_SHOWN / 2, last), 0)
  const part = line.slice(start, start + MAX_SHOWN)
  return `${start > 0 ? '{snip} ' : ''}${part}${start < last ? ' {snip}' : ''}`
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*/s, '')
}
