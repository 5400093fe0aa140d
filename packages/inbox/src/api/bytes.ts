import type { ServerResponse } from 'node:http'

/** What a route answers with that is no JSON: bytes that somebody sent. */
export class BytesAnswer {
  constructor(
    readonly bytes: Uint8Array,
    readonly contentType: string,
    readonly filename: string,
  ) {}
}

/**
 * Sends the bytes as a download. Whatever the sender calls them, a browser is not to run them as a page or a script of
 * the Inbox.
 */
export function sendBytes(response: ServerResponse, answer: BytesAnswer): void {
  const { bytes, contentType, filename } = answer
  response.writeHead(200, {
    'content-type': isMediaType(contentType) ? contentType : 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': `attachment; filename*=UTF-8''${encoded(filename)}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  response.end(bytes)
}

function isMediaType(text: string): boolean {
  return text.length <= 200 && /^[\w.+-]+\/[\w.+-]+(?:\s*;\s*[\w-]+=[\w.+-]+)*$/.test(text)
}

/** A name without directories, as RFC 5987 writes it. */
function encoded(filename: string): string {
  const name = filename.split(/[\\/]/).at(-1) || 'attachment'
  // A half of a surrogate pair has no encoding.
  const text = encodeURIComponent(name.slice(-200).replace(/\p{Surrogate}/gu, '_'))
  return text.replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}
