import type { ReactNode } from 'react'
import { isInApp, type ResolvedFrame } from '../../../src/event/exceptions.js'
import { fileOf, functionOf } from '../../../src/event/summary.js'
import { useSetting } from '../shell/settings.js'
import { editorHref } from './editor.js'
import { Source } from './source.js'
import { Value } from './value.js'

interface Run {
  own: boolean
  frames: ResolvedFrame[]
}

/** A stack with the frame that threw on top; other people's frames are folded away. */
export function Stack({ frames }: { frames: ResolvedFrame[] }) {
  if (frames.length === 0) return <p className="quiet">No stack trace was sent.</p>
  const runs = runsOf(frames.toReversed())
  return (
    <ol className="stack">
      {runs.map(({ own, frames }, index) => (
        <li key={index}>
          {own ? <Frames frames={frames} /> : <Folded frames={frames} open={runs.length === 1} />}
        </li>
      ))}
    </ol>
  )
}

function Folded({ frames, open }: { frames: ResolvedFrame[]; open: boolean }) {
  const files = new Set(frames.map(libraryOf))
  const label = `${frames.length} ${frames.length === 1 ? 'frame' : 'frames'}`
  return (
    <details className="folded" open={open}>
      <summary className="folded-label">
        {label} <span>{[...files].slice(0, 3).join(', ')}</span>
      </summary>
      <Frames frames={frames} />
    </details>
  )
}

function Frames({ frames }: { frames: ResolvedFrame[] }): ReactNode {
  return frames.map((frame, index) => (
    <div className="frame" data-own={isInApp(frame)} key={index}>
      <p className="place" title={sentAs(frame)}>
        <code className="function">{functionOf(frame) ?? '(anonymous)'}</code>
        <Position frame={frame} />
      </p>
      <Source frame={frame} />
      {frame.vars && (
        <details className="vars">
          <summary className="vars-label">Variables</summary>
          <Value value={frame.vars} />
        </details>
      )}
    </div>
  ))
}

/** Where a frame stands, as a link into the editor where the file can be on this machine. */
function Position({ frame }: { frame: ResolvedFrame }) {
  const [editor] = useSetting('editor')
  const [root] = useSetting('root')
  const href = editorHref(frame, editor, root)
  const text = <code className="file">{positionOf(frame)}</code>
  if (href === undefined) return text
  return (
    <a className="editor" href={href} target="_self" title="Open in the editor">
      {text}
    </a>
  )
}

function runsOf(frames: ResolvedFrame[]): Run[] {
  const runs: Run[] = []
  for (const frame of frames) {
    const own = isInApp(frame)
    const last = runs.at(-1)
    if (last?.own === own) last.frames.push(frame)
    else runs.push({ own, frames: [frame] })
  }
  return runs
}

export function positionOf(frame: ResolvedFrame): string {
  const { lineno, colno } = frame
  return [fileOf(frame) || 'unknown file', lineno, colno]
    .filter((part) => part !== undefined)
    .join(':')
}

/** `react-dom` for everything in it, else the file. */
function libraryOf(frame: ResolvedFrame): string {
  const path = frame.abs_path ?? frame.filename ?? ''
  const file = fileOf(frame)
  // Vite keeps what it has bundled of a library in a file below node_modules/.vite.
  const inModules = (text: string) =>
    /.*node_modules\/(?:\.vite\/deps\/)?((?:@[^/]+\/)?[^/?]+)/.exec(text)?.[1]
  return inModules(file) ?? inModules(path) ?? (file || 'unknown file')
}

function sentAs({ raw, abs_path: path }: ResolvedFrame): string | undefined {
  if (!raw) return path
  return `sent as ${raw.function ?? '?'} at ${raw.abs_path ?? raw.filename}:${raw.lineno}:${raw.colno}`
}
