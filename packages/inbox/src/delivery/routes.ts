import type { DeliveryAnswer } from '../api/answers.js'
import { textParam } from '../api/query.js'
import type { ApiRequest, Route } from '../api/route.js'
import type { Sql } from '../store/database.js'

export const deliveryRoutes: readonly Route[] = [
  { method: 'GET', path: '/delivery', answer: delivery },
]

const shownHours = 24

async function delivery({ database, query }: ApiRequest): Promise<DeliveryAnswer> {
  const project = textParam(query, 'project') ?? null
  return {
    discards: await discardsOf(database, project),
    hours: await hoursOf(database, project),
    accepted: await acceptedOf(database, project),
  }
}

/** The most first. */
function discardsOf(sql: Sql, project: string | null): Promise<DeliveryAnswer['discards']> {
  return sql.query(
    `select project, reason, category, sum(quantity) as quantity from discards
    where $1::text is null or project = $1
    group by project, reason, category having sum(quantity) > 0
    order by quantity desc, project, reason, category`,
    [project],
  )
}

async function hoursOf(sql: Sql, project: string | null): Promise<number[]> {
  const rows = await sql.query<{ hour: Date; quantity: number }>(
    `select hour, sum(quantity) as quantity from discards
    where ($1::text is null or project = $1) and hour > now() - make_interval(hours => $2)
    group by hour`,
    [project, shownHours],
  )
  const hours = Array<number>(shownHours).fill(0)
  const thisHour = Math.floor(Date.now() / 3_600_000)
  for (const { hour, quantity } of rows) {
    const index = shownHours - 1 - Math.max(thisHour - hour.getTime() / 3_600_000, 0)
    if (index >= 0) hours[index] = (hours[index] ?? 0) + quantity
  }
  return hours
}

function acceptedOf(sql: Sql, project: string | null): Promise<DeliveryAnswer['accepted']> {
  return sql.query(
    `select project,
      coalesce(sum(quantity) filter (where category = 'error'), 0) as events,
      coalesce(sum(quantity) filter (where category = 'transaction'), 0) as transactions,
      coalesce(sum(quantity) filter (where category = 'log'), 0) as logs
    from accepted where $1::text is null or project = $1
    group by project order by project`,
    [project],
  )
}
