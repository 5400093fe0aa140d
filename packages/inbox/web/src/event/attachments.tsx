import { useQuery } from '@tanstack/react-query'
import type { AttachmentsAnswer } from '../../../src/api/answers.js'
import { textOf } from '../../../src/event/fields.js'
import type { StoredEvent } from '../../../src/event/stored.js'
import { attachmentsQuery } from '../data/queries.js'
import { plain } from '../shell/plain.js'
import { bytes } from '../shell/words.js'

type Attachment = AttachmentsAnswer['attachments'][number]

const largestPicture = 5_000_000

/** What came with the event: files, which are only ever downloaded, and other items by their names. */
export function Attachments({ event }: { event: StoredEvent }) {
  const { data } = useQuery(attachmentsQuery(event.id))
  const files = data?.attachments ?? []
  const others = event.items.filter(({ headers }) => headers.type !== 'attachment')
  if (files.length === 0 && others.length === 0) return null
  return (
    <section className="attachments">
      <h2>Sent along</h2>
      <ul>
        {files.map((file) => (
          <File key={file.seq} file={file} />
        ))}
        {others.map(({ headers, size }, index) => (
          <li key={index}>
            {textOf(headers.type) ?? 'item'} <small>{bytes(size)}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

function File({ file }: { file: Attachment }) {
  const href = `/api/0/attachments/${file.seq}`
  const isPicture = /^image\/(?:png|jpeg|gif|webp)$/.test(file.contentType)
  return (
    <li>
      <a href={href} download={plain(file.filename)}>
        {plain(file.filename)}
      </a>{' '}
      <small>
        {file.contentType}, {bytes(file.size)}
      </small>
      {isPicture && file.size <= largestPicture && (
        <img src={href} alt={`Attached: ${plain(file.filename)}`} loading="lazy" />
      )}
    </li>
  )
}
