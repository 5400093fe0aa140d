import type {
  TransactionAnswer,
  TransactionSamplesAnswer,
  TransactionsAnswer,
} from '../api/answers.js'
import { countParam, textParam } from '../api/query.js'
import type { ApiRequest, Route } from '../api/route.js'
import { defined } from '../event/fields.js'
import { Refusal } from '../server/refusal.js'
import { bucketsIn, groupsIn, type TransactionQuery } from './overview.js'
import { mostHours } from './steps.js'
import { samplesOf, transactionOf } from './transaction.js'

export const transactionRoutes: readonly Route[] = [
  { method: 'GET', path: '/transactions', answer: transactions },
  { method: 'GET', path: '/transactions/by-name', answer: byName },
  {
    method: 'GET',
    path: '/transactions/:id',
    answer: ({ database, params }): Promise<TransactionAnswer | undefined> =>
      transactionOf(database, params.id ?? ''),
  },
]

async function transactions({ database, query }: ApiRequest): Promise<TransactionsAnswer> {
  const wanted = queryOf(query)
  return {
    transactions: await groupsIn(database, wanted),
    buckets: await bucketsIn(database, wanted),
  }
}

async function byName({ database, query }: ApiRequest): Promise<TransactionSamplesAnswer> {
  const [project, name] = [textParam(query, 'project'), textParam(query, 'name')]
  if (project === undefined || name === undefined) {
    throw new Refusal(400, 'Say which transactions: project and name are needed.')
  }
  const limit = countParam(query, 'limit', 50, 500)
  return {
    samples: await samplesOf(database, { project, name, limit }),
    buckets: await bucketsIn(database, { ...queryOf(query), name }),
  }
}

function queryOf(query: URLSearchParams): TransactionQuery {
  return defined<TransactionQuery>({
    project: textParam(query, 'project'),
    environment: textParam(query, 'environment'),
    release: textParam(query, 'release'),
    hours: Math.max(countParam(query, 'hours', 24, mostHours), 1),
  })
}
