import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceMapFrame, SourceMapsAnswer } from '../../../src/api/answers.js'
import { getJson, postJson } from '../data/api.js'
import { say } from '../shell/notice.js'

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
  const client = useQueryClient()
  const path = `/events/${encodeURIComponent(eventId)}/source-maps`
  const queryKey = ['source-maps', eventId]
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => getJson<SourceMapsAnswer>(path, signal),
  })
  const lookAgain = async () => {
    const found = await postJson<SourceMapsAnswer>(path, {}).catch((reason: Error) => reason)
    if (found instanceof Error) return say(found.message)
    client.setQueryData(queryKey, found)
    const left = minifiedOf(found).length
    say(left === 0 ? 'All frames were found.' : `${left} frames are still minified.`)
    for (const key of ['event', 'issue']) await client.invalidateQueries({ queryKey: [key] })
  }
  if (error) return <p>{error.message}</p>
  if (!data) return null
  return (
    <>
      <Frames frames={minifiedOf(data)} />
      <button type="button" onClick={() => void lookAgain()}>
        Look again
      </button>
    </>
  )
}

function minifiedOf({ frames }: SourceMapsAnswer): SourceMapFrame[] {
  return frames.filter(({ status, isStored }) => status === 'minified' || isStored === false)
}

function Frames({ frames }: { frames: SourceMapFrame[] }) {
  if (frames.length === 0) return <p>All frames were found in their sources.</p>
  return (
    <ul>
      {frames.map(({ frame, source, attempts }, index) => (
        <li key={index}>
          <code>{frame}</code>
          {source !== undefined && <p>It is found now: {source}</p>}
          <ol>
            {attempts.map(({ text, advice }, place) => (
              <li key={place}>
                {text} {advice}
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  )
}
