import type { ReactNode } from 'react'
import type { Room } from '../shell/route.js'
import { CheckInsPage } from './check-ins.js'
import { DeliveryPage } from './delivery.js'
import { FeedbackPage } from './feedback.js'
import { LogsPage } from './logs.js'
import { ReleasesPage } from './releases.js'

interface Props {
  room: Exclude<Room, 'transactions'>
  params: URLSearchParams
}

/** The smaller views, which load together. */
export function RoomPage({ room, params }: Props): ReactNode {
  switch (room) {
    case 'releases':
      return <ReleasesPage params={params} />
    case 'logs':
      return <LogsPage params={params} />
    case 'feedback':
      return <FeedbackPage params={params} />
    case 'check-ins':
      return <CheckInsPage />
    case 'delivery':
      return <DeliveryPage params={params} />
  }
}
