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
 * Whether the wrapper has a frame depends on the engine, and its position on the minifier; so a call that is made for it
 * shows them. What is below them may be the program's.
 */
function framesOfPatch(stackParser: StackParser): StackFrame[] {
  const probe = { call: () => '' }
  patch(probe, 'call', () => () => new Error().stack)
  return stackParser(probe.call()).slice(-2)
}

function positionOf(frame: StackFrame | undefined): string | undefined {
  return frame && [frame.filename, frame.lineno, frame.colno].join(':')
}
