import type { EventAnswer, IssueAnswer } from '../api/answers.js'
import type { Api } from '../api/client.js'

/** The issue or the event that has this id. */
export async function find(api: Api, id: string): Promise<IssueAnswer | EventAnswer | undefined> {
  const name = encodeURIComponent(id.trim().toLowerCase())
  return (
    (await api.get<IssueAnswer>(`/issues/${name}`)) ??
    (await api.get<EventAnswer>(`/events/${name.replaceAll('-', '')}`))
  )
}
