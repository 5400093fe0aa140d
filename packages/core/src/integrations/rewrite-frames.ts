import { mapFrames } from '../event/frames.js'
import type { Integration } from '../integration.js'
import type { StackFrame } from '../protocol/event.js'
import { safely } from '../support/safely.js'

export interface RewriteFramesOptions {
  /** In pages, the beginning of addresses that `prefix` takes the place of; elsewhere, the folder that paths are told from. */
  root?: string
  /** @default 'app:///' */
  prefix?: string
  /** Makes what is to be sent of a frame, in place of all that. */
  iteratee?: (frame: StackFrame) => StackFrame
}

/**
 * Changes where frames say that they are, so that they fit uploaded source maps wherever the program is installed. In
 * Node, without a `root`, the name of the file is all that is left of its path.
 */
export function rewriteFramesIntegration(options: RewriteFramesOptions = {}): Integration {
  const { root } = options
  const prefix = options.prefix || 'app:///'
  const isPage = !!(globalThis as { window?: unknown }).window
  const toFilename = isPage ? inPage(root, prefix) : onDisk(root, prefix)
  const { iteratee = (frame: StackFrame) => renamed(frame, toFilename) } = options
  return {
    name: 'RewriteFrames',
    processEvent: (event) => safely('rewriteFrames', () => mapFrames(event, iteratee)) ?? event,
  }
}

function renamed(frame: StackFrame, toFilename: (filename: string) => string): StackFrame {
  return frame.filename ? { ...frame, filename: toFilename(frame.filename) } : frame
}

function inPage(root: string | undefined, prefix: string) {
  return (filename: string): string =>
    root && filename.startsWith(root) ? prefix + filename.slice(root.length) : filename
}

function onDisk(root: string | undefined, prefix: string) {
  return (filename: string): string => {
    const isWindows = /^[a-z]:\\/i.test(filename) || /^[^/]*\\[^/]*$/.test(filename)
    if (!isWindows && !filename.startsWith('/')) return filename
    const path = isWindows ? filename.replace(/^[a-z]:/i, '').replaceAll('\\', '/') : filename
    return prefix + (root ? relative(root, path) : path.slice(path.lastIndexOf('/') + 1))
  }
}

/** The way from one folder to a path, up by `..` where they part. */
function relative(from: string, to: string): string {
  const [start, end] = [from, to].map((path) => path.split('/').filter(Boolean)) as [
    string[],
    string[],
  ]
  const parting = start.findIndex((name, index) => name !== end[index])
  const shared = parting < 0 ? start.length : parting
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/')
}
