import {
  type Artifact,
  artifactInBundle,
  artifactsOfDebugId,
  artifactsOfRelease,
  contentOf,
  uploadedScripts,
} from '../artifacts/read.js'
import type { Sql } from '../store/database.js'
import { inlineMap, linesIn, mapReference, NotFound, parseMap, type Script } from './script.js'
import { type SoughtFile, urlOf } from './sought.js'

const inject =
  'Run `sentry-cli sourcemaps inject <build>`, or the plugin of your bundler, before you deploy.'
const upload = 'Run `sentry-cli sourcemaps upload <build>` with SENTRY_URL set to the inbox.'

/** The uploaded script and map of the frame's debug id. Rejects with a `NotFound`. */
export async function findByDebugId(sql: Sql, file: SoughtFile): Promise<Script> {
  const { debugId, name } = file
  if (debugId === undefined) {
    const text = `The event has no debug id for ${name}: the bundle was not injected.`
    throw new NotFound('no-debug-id', text, { advice: inject })
  }
  const found = await artifactsOfDebugId(sql, debugId)
  const map = found.find(({ kind }) => kind === 'map')
  if (!map) throw await notUploaded(sql, debugId, found)
  const script = found.find(({ kind }) => kind === 'script')
  const url = urlOf(name)
  return {
    url,
    lines: script ? linesIn(await contentOf(sql, script.content)) : [],
    map: parseMap(await contentOf(sql, map.content), url.href, `The uploaded ${map.url}`),
  }
}

async function notUploaded(sql: Sql, debugId: string, found: Artifact[]): Promise<NotFound> {
  if (found.length > 0) {
    const text = `The script with the debug id ${debugId} was uploaded, but not its source map.`
    return new NotFound('map-not-found', text, {
      advice: 'Have the bundler write source maps, and upload the directory that has both.',
    })
  }
  const others = await uploadedScripts(sql, 'with debug id')
  const seen = others.map(({ debugId: id, url }) => `${id} (${url})`).join(', ')
  const text =
    `The event has the debug id ${debugId}, which was not uploaded. ` +
    (seen === '' ? 'Nothing was.' : `The latest uploads are ${seen}.`)
  return new NotFound('not-uploaded', text, { advice: upload })
}

/** The uploaded script at the address of the frame's, in its release. Rejects with a `NotFound`. */
export async function findByRelease(sql: Sql, file: SoughtFile): Promise<Script> {
  const { release, dist = '', name } = file
  if (release === undefined) {
    throw new NotFound('no-release', 'The event names no release.', {
      advice: 'Give init() the release that you upload for, or use debug ids.',
    })
  }
  const urls = addressesOf(name)
  const found = await artifactsOfRelease(sql, release, dist, urls)
  const script = found.find(({ kind }) => kind === 'script')
  if (!script) throw await notInRelease(sql, release, dist, urls)
  const text = await contentOf(sql, script.content)
  const plain = { url: urlOf(name), lines: linesIn(text) }
  return { ...plain, map: await mapOf(sql, script, text, plain) }
}

async function mapOf(sql: Sql, script: Artifact, text: string, plain: Script) {
  const reference = script.mapReference ?? mapReference(text)
  if (reference === undefined) {
    throw new NotFound('no-map-named', `The uploaded ${script.url} names no source map.`, {
      script: plain,
      advice: 'Upload the directory that has scripts and source maps.',
    })
  }
  const inline = inlineMap(reference)
  if (inline !== undefined) {
    return parseMap(inline, plain.url.href, `The map in the uploaded ${script.url}`)
  }
  const url = besides(script.url, reference)
  const map = await artifactInBundle(sql, script.bundleId, url)
  if (map) return parseMap(await contentOf(sql, map.content), plain.url.href, `The uploaded ${url}`)
  throw new NotFound(
    'map-not-found',
    `The uploaded ${script.url} names the map ${url}, which was not uploaded.`,
    {
      script: plain,
      advice: 'Upload the directory that has scripts and source maps.',
    },
  )
}

async function notInRelease(
  sql: Sql,
  release: string,
  dist: string,
  urls: string[],
): Promise<NotFound> {
  const uploaded = await uploadedScripts(sql, { release })
  if (uploaded.length === 0) {
    return new NotFound('not-uploaded', `Nothing was uploaded for the release ${release}.`, {
      advice: `${upload.replace(' upload', ` upload --release ${release}`)}`,
    })
  }
  const dists = [...new Set(uploaded.map((one) => one.dist))]
  if (!dists.includes(dist)) {
    const known = dists.map((one) => (one === '' ? 'no dist' : `the dist ${one}`)).join(', ')
    return new NotFound(
      'other-dist',
      `For the release ${release} uploads have ${known}, the event has ${dist === '' ? 'none' : dist}.`,
      { advice: 'Give init() and the upload the same dist, or none.' },
    )
  }
  const seen = uploaded.map(({ url }) => url).join(', ')
  return new NotFound(
    'not-found',
    `The release ${release} has no uploaded ${urls[0]}. It has ${seen}.`,
    { advice: 'Upload with a --url-prefix that gives the files the addresses which frames have.' },
  )
}

/** What uploads call a file: `~` stands for any origin. */
function addressesOf(name: string): string[] {
  const url = urlOf(name)
  const path = decode(url.pathname)
  const plain = name.replace(/[?#].*$/, '')
  return [...new Set([`~${path}`, plain, `~${url.pathname}${url.search}`, name])]
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The address of a map that stands beside its script: `~/a/b.js` and `b.js.map` are `~/a/b.js.map`. */
function besides(script: string, reference: string): string {
  if (isAddress(reference) || reference.startsWith('~')) return reference
  const [start = '', path = ''] = script.startsWith('~')
    ? ['~', script.slice(1)]
    : splitOrigin(script)
  return start + decode(new URL(reference, `file://${path}`).pathname)
}

function splitOrigin(address: string): string[] {
  const match = /^([a-z][\w+.-]*:\/\/[^/]*)(\/.*)$/i.exec(address)
  return match ? [match[1] ?? '', match[2] ?? ''] : ['', `/${address}`]
}

function isAddress(url: string): boolean {
  return /^[a-z][\w+.-]*:\/\//i.test(url)
}
