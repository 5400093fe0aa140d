import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

interface Sent {
  type?: string
  level?: string
  tags?: object
  contexts?: { feedback?: object }
}

export async function run() {
  Sentry.init({ dsn, transport, sampleRate: 0, beforeSend: () => null })
  Sentry.setTag('page', 'cart')
  Sentry.captureFeedback({
    message: 'It broke when I paid',
    name: 'Ada',
    email: 'ada@shop.example',
    url: 'https://shop.example/cart',
    source: 'form',
    associatedEventId: '0123456789abcdef0123456789abcdef',
    tags: { part: 'checkout' },
  })
  await Sentry.flush(1000)
  const [item] = itemsOfType('feedback')
  const { type, level, tags, contexts } = JSON.parse(item?.payload ?? '{}') as Sent
  return { type, level, tags, feedback: contexts?.feedback }
}

export const expected = {
  type: 'feedback',
  level: 'info',
  tags: { page: 'cart', part: 'checkout' },
  feedback: {
    message: 'It broke when I paid',
    name: 'Ada',
    contact_email: 'ada@shop.example',
    url: 'https://shop.example/cart',
    source: 'form',
    associated_event_id: '0123456789abcdef0123456789abcdef',
  },
}
