import { Refusal } from '../server/refusal.js'

/** A file of a `multipart/form-data` body. */
export interface Part {
  /** The name of the field. */
  name: string
  filename: string
  content: Buffer
}

const blankLine = Buffer.from('\r\n\r\n')

/**
 * The files of a form, at most `most`; throws a `Refusal` when the body is cut off or no form.
 *
 * Not by `Response.formData()`: programs under test replace that one.
 */
export function partsOf(body: Buffer, contentType: string | undefined, most: number): Part[] {
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`)
  const parts: Part[] = []
  let at = body.indexOf(delimiter)
  while (at !== -1) {
    const start = at + delimiter.length
    if (body.toString('latin1', start, start + 2) === '--') return parts
    if (parts.length === most) throw new Refusal(400, `The form has more than ${most} files.`)
    at = body.indexOf(delimiter, start)
    if (at !== -1) parts.push(partOf(body.subarray(start, at)))
  }
  throw new Refusal(400, 'The form is cut off: it does not end with its boundary.')
}

function boundaryOf(contentType = ''): string {
  const match = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(
    contentType,
  )
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) {
    throw new Refusal(415, 'Send a form, with the content type multipart/form-data.')
  }
  return boundary
}

/** What stands between two boundaries: a line end, headers, a blank line, the content, a line end. */
function partOf(bytes: Buffer): Part {
  const headerEnd = bytes.indexOf(blankLine)
  if (headerEnd === -1) throw new Refusal(400, 'A part of the form has no headers.')
  const headers = bytes.toString('utf8', 0, headerEnd)
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? ''
  return {
    name: /[;\s]name="([^"]*)"/i.exec(disposition)?.[1] ?? '',
    filename: /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1] ?? '',
    content: bytes.subarray(headerEnd + blankLine.length, bytes.length - 2),
  }
}
