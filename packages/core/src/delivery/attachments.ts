import { classOf } from '../event/inspect.js'
import type { EnvelopeItem, ItemHeaders } from '../protocol/envelope.js'
import { debug } from '../support/debug.js'
import { safely } from '../support/safely.js'
import { byteLength } from './envelope.js'

/** A file that travels with an event. It is sent as it is: nothing in it is scrubbed. */
export interface Attachment {
  /** Text is sent as UTF-8. */
  data: string | Uint8Array
  /** What stands before the last slash is left out. */
  filename: string
  /** @default 'application/octet-stream' */
  contentType?: string
  /** @default 'event.attachment' */
  attachmentType?:
    | 'event.attachment'
    | 'event.minidump'
    | 'event.applecrashreport'
    | 'event.view_hierarchy'
    | 'unreal.context'
    | 'unreal.logs'
}

/** Receivers refuse an envelope with more of them as a whole, and the event with it. */
const MAX_COUNT = 30

/**
 * The items of an event's attachments. One that is none, or that there is no room for, is left out alone.
 *
 * @param room bytes that all of them may have together
 * @param drop called for each that is left out
 */
export function attachmentItems(
  attachments: Attachment[] | undefined,
  room: number,
  drop: () => void,
): EnvelopeItem[] {
  let left = room
  // Callbacks may have put anything there.
  return [attachments ?? []].flat().flatMap((one, index) => {
    const item = safely('attachment', () => toItem(one))
    const size = item ? byteLength(item[1]) : 0
    if (!item || size > left || index >= MAX_COUNT) {
      debug('Attachment left out:', one)
      drop()
      return []
    }
    left -= size
    return [item]
  })
}

function toItem(attachment: Attachment): [ItemHeaders, string | Uint8Array] | undefined {
  const { data, filename, contentType: content_type, attachmentType: attachment_type } = attachment
  const isText = typeof data === 'string'
  const name = filename.replace(/.*[\\/]/s, '')
  if (!name || !(isText || classOf(data) === 'Uint8Array')) return undefined
  // Members without a value do not get into JSON.
  const headers = { type: 'attachment', filename: name, content_type, attachment_type }
  // A copy, since the program goes on writing into its buffers.
  return [headers as ItemHeaders, isText ? data : new Uint8Array(data)]
}
