import type { LogsAnswer } from '../api/answers.js'
import { countParam, textParam, wordParam } from '../api/query.js'
import type { ApiRequest, Route } from '../api/route.js'
import { defined } from '../event/fields.js'
import { hexIdOf } from '../event/ids.js'
import { levels } from './read.js'
import { type LogQuery, searchLogs } from './search.js'

export const logRoutes: readonly Route[] = [{ method: 'GET', path: '/logs', answer: logs }]

async function logs({ database, query }: ApiRequest): Promise<LogsAnswer> {
  const trace = textParam(query, 'trace')
  const before = textParam(query, 'before')
  return {
    logs: await searchLogs(
      database,
      defined<LogQuery>({
        text: textParam(query, 'query'),
        level: wordParam(query, 'level', levels),
        project: textParam(query, 'project'),
        trace: hexIdOf(trace) ?? trace,
        environment: textParam(query, 'environment'),
        release: textParam(query, 'release'),
        before:
          before === undefined
            ? undefined
            : countParam(query, 'before', 0, Number.MAX_SAFE_INTEGER),
        limit: countParam(query, 'limit', 100, 1000),
      }),
    ),
  }
}
