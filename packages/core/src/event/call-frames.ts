import type { StackFrame } from '../protocol/event.js'
import { patch } from '../support/patch.js'
import type { StackParser } from './stack-parser.js'

/** The program's frames of where it called a function in whose place ours stands, which noted it itself. */
export function framesOfCall(site: Error, stackParser: StackParser): StackFrame[] {
  const ours = framesOfPatch(stackParser).map(positionOf)
  const frames = stackParser(site.stack ?? '')
  // Where it was noted.
  frames.pop()
  while (ours.includes(positionOf(frames.at(-1)))) frames.pop()
  return frames
}

/**
 * How many frames of ours there are depends on engine and minifier; so a call that is made for it shows which ones. Those
 * below them stand nowhere else.
 */
function framesOfPatch(stackParser: StackParser): StackFrame[] {
  const probe = { call: () => '' }
  patch(probe, 'call', () => () => new Error().stack)
  return stackParser(probe.call())
}

function positionOf(frame: StackFrame | undefined): string | undefined {
  return frame && [frame.filename, frame.lineno, frame.colno].join(':')
}
