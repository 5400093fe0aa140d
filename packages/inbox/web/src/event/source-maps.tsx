import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldsOf, listOf, textOf } from '../../../src/event/fields.js'
import { getJson } from '../data/api.js'

/** Why frames are minified, asked only when somebody wants to know. */
export function SourceMaps({ eventId }: { eventId: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="why" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="why-label">Why are frames minified?</summary>
      {isOpen && <Reasons eventId={eventId} />}
    </details>
  )
}

function Reasons({ eventId }: { eventId: string }) {
  const { data, error } = useQuery({
    queryKey: ['source-maps', eventId],
    queryFn: ({ signal }) => getJson<unknown>(`/events/${eventId}/source-maps`, signal),
  })
  if (error) return <p>{error.message}</p>
  return <Explained answer={data} />
}

function Explained({ answer }: { answer: unknown }) {
  const files = listOf(fieldsOf(answer)?.files ?? fieldsOf(answer)?.frames ?? answer)
  if (files.length === 0) return null
  return (
    <ul>
      {files.map((file, index) => (
        <li key={index}>
          <code>{textOf(file.file) ?? textOf(file.filename) ?? ''}</code>{' '}
          {textOf(file.reason) ?? ''}
        </li>
      ))}
    </ul>
  )
}
