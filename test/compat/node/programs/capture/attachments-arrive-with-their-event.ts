import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.getCurrentScope().addAttachment({
    filename: 'cart.json',
    data: '{"items":3}',
    contentType: 'application/json',
  })
  Sentry.captureException(new Error('with files'), {
    attachments: [{ filename: 'raw.bin', data: new Uint8Array([1, 10, 3]) }],
  })
  Sentry.getCurrentScope().clearAttachments()
}

export const found = ({ contents: [content] }: Ending) =>
  content?.items
    .map(({ headers: { type, filename, length } }) =>
      type === 'event' ? [type] : [type, filename, length],
    )
    .sort()

export const expected = [['attachment', 'cart.json', 11], ['attachment', 'raw.bin', 3], ['event']]
