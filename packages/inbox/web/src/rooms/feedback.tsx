import { useQuery } from '@tanstack/react-query'
import { feedbackQuery } from '../data/queries.js'
import { Failure } from '../shell/failure.js'
import { useRowKeys } from '../shell/row-keys.js'
import { EmptyRoom } from '../shell/welcome.js'
import { FeedbackCard } from './feedback-card.js'

const snippet = `Sentry.captureFeedback({
  message: 'The basket is empty again',
  associatedEventId: Sentry.lastEventId(),
})`

export function FeedbackPage({ params }: { params: URLSearchParams }) {
  const { data, error } = useQuery(feedbackQuery(params.toString()))
  useRowKeys()
  if (error && !data) return <Failure title="The feedback could not be read" error={error} />
  if (!data) return null
  return (
    <>
      <title>Feedback · Mayday Inbox</title>
      <div className="room-head">
        <h1>Feedback</h1>
      </div>
      {data.feedback.length === 0 ? (
        <EmptyRoom title="Nobody has written yet" code={snippet}>
          What people write into a feedback form appears here, with the error that it is about:
        </EmptyRoom>
      ) : (
        <ul className="feedback-list">
          {data.feedback.map((one) => (
            <FeedbackCard key={one.id} feedback={one} />
          ))}
        </ul>
      )}
    </>
  )
}
