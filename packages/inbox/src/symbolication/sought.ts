import type { StackFrame } from '@mayday/core'
import { debugIdOf } from '../artifacts/bundle.js'
import { type Fields, fieldsOf, listOf, textOf } from '../event/fields.js'
import { loopbackUrl } from './fetch-loopback.js'

/** What an event says of the build that it comes from. */
export interface Build {
  /** By the names that frames have for files. */
  debugIds: ReadonlyMap<string, string>
  release?: string
  dist?: string
}

/** A file that frames point at, and what there is to find its source map by. */
export interface SoughtFile {
  /** As frames name it. */
  name: string
  debugId?: string
  release?: string
  dist?: string
}

const longestName = 2000

export function buildOf(event: Fields): Build {
  const release = textOf(event.release)
  const dist = textOf(event.dist)
  return {
    debugIds: debugIdsOf(event),
    ...(release !== undefined && { release }),
    ...(dist !== undefined && { dist }),
  }
}

/** The file of a frame; undefined for those that no source map can be of. */
export function soughtFile(frame: StackFrame, build: Build): SoughtFile | undefined {
  const name = nameOf(frame)
  if (name === undefined || name.length > longestName) return undefined
  const debugId =
    build.debugIds.get(frame.abs_path ?? '') ?? build.debugIds.get(frame.filename ?? '')
  const { release, dist } = build
  return {
    name,
    ...(debugId !== undefined && { debugId }),
    ...(release !== undefined && { release }),
    ...(dist !== undefined && { dist }),
  }
}

/** The address of a file as a URL, whatever it is named by. */
export function urlOf(name: string): URL {
  if (/^[a-z][\w+.-]+:/i.test(name) && URL.canParse(name)) return new URL(name)
  const path = name.replaceAll('\\', '/').replace(/^(?!\/)/, '/')
  return new URL(`file://${path.split('/').map(encodeURIComponent).join('/')}`)
}

function nameOf({ abs_path, filename }: StackFrame): string | undefined {
  const served = [abs_path, filename].find((name) => loopbackUrl(name))
  const name = served ?? abs_path ?? filename
  if (name === undefined || /^(?:node|native|wasm|blob|data|\[|<)/i.test(name)) return undefined
  // A page is served without a file's name, and what stands in it has no map of its own.
  return served !== undefined ||
    /\.(?:[cm]?[jt]sx?|jsbundle|bundle|vue|svelte)(?:[?#]|$)/i.test(name)
    ? name
    : undefined
}

function debugIdsOf(event: Fields): Map<string, string> {
  const found = new Map<string, string>()
  for (const image of listOf(fieldsOf(event.debug_meta)?.images)) {
    const file = textOf(image.code_file)
    const id = debugIdOf(image.debug_id)
    if (image.type === 'sourcemap' && file !== undefined && id !== undefined) found.set(file, id)
  }
  return found
}
