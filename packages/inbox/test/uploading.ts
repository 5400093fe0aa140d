import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import type { Inbox } from '../src/index.js'

export interface AssembleAnswer {
  state: string
  missingChunks: string[]
  detail: string | null
}

interface ManifestFile {
  type: string
  url: string
  headers?: Record<string, string>
}

export function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex')
}

/** A bundle as sentry-cli packs it, with what its manifest says of the files. */
export function zipOf(
  files: Record<string, string | Uint8Array>,
  manifest?: { files: Record<string, ManifestFile> } & Record<string, unknown>,
): Buffer {
  const entries = Object.entries(files).map(([path, content]) => [path, Buffer.from(content)])
  const all = manifest && { 'manifest.json': Buffer.from(JSON.stringify(manifest)) }
  return Buffer.from(zipSync({ ...Object.fromEntries(entries), ...all }))
}

/** A bundle of one script and its map. */
export function bundleOf(
  script: string,
  map: string,
  {
    debugId,
    url = '~/app.js',
    reference = 'app.js.map',
  }: { debugId?: string; url?: string; reference?: string } = {},
): Buffer {
  const id = debugId === undefined ? {} : { 'debug-id': debugId }
  return zipOf(
    { 'files/app.js': script, 'files/app.js.map': map },
    {
      files: {
        'files/app.js': { type: 'minified_source', url, headers: { sourcemap: reference, ...id } },
        'files/app.js.map': { type: 'source_map', url: `${url}.map`, headers: id },
      },
    },
  )
}

const token = { authorization: 'Bearer anything' }

/** Sends chunks under the names that are given, gzipped. */
export function sendChunks(
  inbox: Inbox,
  chunks: Record<string, Uint8Array>,
  { headers = token, end }: { headers?: Record<string, string>; end?: number } = {},
): Promise<Response> {
  const parts = Object.entries(chunks).flatMap(([name, bytes]) => [
    `--limit\r\nContent-Disposition: form-data; name="file_gzip"; filename="${name}"\r\n\r\n`,
    gzipSync(bytes),
    '\r\n',
  ])
  const body = Buffer.concat([...parts, '--limit--\r\n'].map((part) => Buffer.from(part)))
  return fetch(`${inbox.url}/api/0/organizations/o/chunk-upload/`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=limit' },
    body: body.subarray(0, end) as Uint8Array<ArrayBuffer>,
  })
}

export async function assemble(inbox: Inbox, order: object): Promise<AssembleAnswer> {
  const response = await fetch(`${inbox.url}/api/0/organizations/o/artifactbundle/assemble/`, {
    method: 'POST',
    headers: { ...token, 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  return (await response.json()) as AssembleAnswer
}

/** Uploads a bundle in one chunk, and gives what became of it. */
export async function upload(
  inbox: Inbox,
  zip: Uint8Array,
  order: object = {},
): Promise<AssembleAnswer> {
  const checksum = sha1(zip)
  const sent = await sendChunks(inbox, { [checksum]: zip })
  if (sent.status !== 200) throw new Error(await sent.text())
  return assemble(inbox, { checksum, chunks: [checksum], projects: ['shop'], ...order })
}
