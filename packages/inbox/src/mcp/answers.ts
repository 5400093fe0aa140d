import type { IssuesAnswer, SourceMapsAnswer } from '../api/answers.js'
import type { Api } from '../api/client.js'
import type { Issue, IssueStatus } from '../event/stored.js'
import { find } from '../report/find.js'
import { countsOf, reportOf } from '../report/issue.js'
import { painter } from '../terminal/paint.js'
import { formatSourceMaps } from '../terminal/sourcemaps.js'
import { asData } from './data.js'

export interface ListQuery {
  query?: string
  status: IssueStatus | 'all'
  project?: string
  level?: string
  environment?: string
  release?: string
  sort: string
  limit: number
}

const plain = painter(false)

export async function issueList(api: Api, { status, ...query }: ListQuery): Promise<string> {
  const answer = await api.get<IssuesAnswer>('/issues', {
    ...query,
    status: status === 'all' ? undefined : status,
  })
  const { issues, total } = answer ?? { issues: [], total: 0 }
  if (issues.length === 0) return 'There are no such issues.'
  const all = total === 1 ? '1 issue.' : `${total} issues.`
  const head = total === issues.length ? all : `${issues.length} of ${all}`
  return `${head}\n\n${asData(issues.map(issueLine))}`
}

export async function issueReport(api: Api, id: string, url: string): Promise<string> {
  const found = await find(api, id)
  if (!found) throw new Error('There is no issue or event with this id.')
  return asData(reportOf(found, url, plain))
}

/** Of an event, or of the latest event of an issue. */
export async function sourceMapsReport(api: Api, id: string): Promise<string> {
  const found = await find(api, id)
  const event = found && ('latest' in found ? found.latest : found.event)
  const answer = event && (await api.get<SourceMapsAnswer>(`/events/${event.id}/source-maps`))
  if (!answer) throw new Error('There is no issue or event with this id.')
  return asData(formatSourceMaps(answer).trimEnd().split('\n'))
}

export async function setStatus(api: Api, id: string, status: IssueStatus): Promise<string> {
  const path = `/issues/${encodeURIComponent(id)}`
  const answer = await api.post<{ issue: Issue }>(path, { status })
  if (!answer) throw new Error('There is no issue with this id.')
  return `Issue ${answer.issue.id} is ${answer.issue.status} now.`
}

function issueLine(issue: Issue): string {
  const { id, level, project, status, lastSeen, title, culprit } = issue
  const words = [id, level, status, `project ${project}`, countsOf(issue), `last ${lastSeen}`]
  return plain(`${words.join('  ')}  ${title}${culprit && `  at ${culprit}`}`)
}
