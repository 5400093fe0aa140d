import { useQuery } from '@tanstack/react-query'
import { feedbackQuery } from '../data/queries.js'
import { FeedbackCard } from '../rooms/feedback-card.js'

/** What people wrote about the issue. */
export function FeedbackOfIssue({ issueId }: { issueId: string }) {
  const { data } = useQuery(feedbackQuery(`issue=${encodeURIComponent(issueId)}`))
  const feedback = data?.feedback ?? []
  if (feedback.length === 0) return null
  return (
    <section className="feedback">
      <h2>Feedback</h2>
      <ul>
        {feedback.map((one) => (
          <FeedbackCard key={one.id} feedback={one} isInIssue />
        ))}
      </ul>
    </section>
  )
}
