import type { StackFrame } from '@mayday/core'

/** Schemes that run, show or send something instead of opening an editor. */
const forbidden =
  /^(?:javascript|data|vbscript|blob|file|https?|ftp|about|view-source|mailto|tel):/i

/**
 * The link that opens a frame's file in an editor, or undefined without a path that could be on this machine.
 *
 * @param template such as `vscode://file{path}:{line}:{column}`
 * @param root the folder that relative paths begin in; empty for none
 */
export function editorHref(frame: StackFrame, template: string, root: string): string | undefined {
  const path = pathOf(frame, root)
  if (path === undefined || frame.lineno === undefined) return undefined
  if (!/^[a-z][a-z0-9+.-]*:/i.test(template) || forbidden.test(template)) return undefined
  return template
    .replaceAll('{path}', () => encodeURI(path).replace(/[?#]/g, encodeURIComponent))
    .replaceAll('{line}', String(frame.lineno))
    .replaceAll('{column}', String(frame.colno ?? 1))
}

function pathOf({ abs_path: absolute, filename }: StackFrame, root: string): string | undefined {
  for (const given of [absolute, filename]) {
    const path = given?.replace(/^file:\/\/(?=\/)/, '').replace(/^(?:webpack|app|rsc):\/\/\/?/, '')
    if (path !== undefined && isAbsolute(path)) return path.replace(/^(?=[A-Za-z]:)/, '/')
  }
  const relative = relativePath(filename) ?? relativePath(absolute)
  if (root === '' || relative === undefined) return undefined
  return `${root.replace(/[\\/]+$/, '')}/${relative}`.replace(/^(?=[A-Za-z]:)/, '/')
}

/** Not a share of another machine: opening one would send it the user's name. */
function isAbsolute(path: string): boolean {
  return /^(?:\/(?!\/)|[A-Za-z]:[\\/])/.test(path) && !path.includes('\0')
}

/** What a development server serves lies below the project's folder. */
function relativePath(file = ''): string | undefined {
  const path = file
    .replace(/^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\//, '')
    .replace(/[?#].*$/, '')
  const isRelative = /^[\w@.[(][^:\\]*$/.test(path) && !/^<|node:/.test(path)
  return isRelative && !path.split('/').includes('..') ? path.replace(/^\.\//, '') : undefined
}
