import {
  type Attachment,
  captureException,
  captureMessage,
  type Event,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  type Options,
  Scope,
  serializeEnvelope,
  withScope,
} from '@mayday/core'
import { parseEnvelope, type ReceivedItem } from '@mayday/core/testing'
import { describe, expect, it } from 'vitest'
import { start } from './setup.js'
import { reported, scriptedReceiver } from './wire.js'

const note = (name: string, data: Attachment['data'] = name): Attachment => ({
  data,
  filename: `${name}.txt`,
})

/** What arrives of what `capture` captures, and what is reported as dropped. */
async function arriving(capture: () => unknown, options: Partial<Options> = {}) {
  const { transport, sent } = scriptedReceiver()
  const { client } = start({ transport, ...options })
  capture()
  await client.flush()
  const events = sent.filter(({ items }) => items[0]?.headers.type === 'event')
  const files = sent.flatMap(({ items }) => items.filter(isFile))
  return { events, files, reports: reported(sent.map(({ body }) => body)), sent, client }
}

function isFile({ headers }: ReceivedItem): boolean {
  return headers.type === 'attachment'
}

const names = (files: ReceivedItem[]) => files.map(({ headers }) => headers.filename)

describe('attachments', () => {
  it('travel behind their event, with length, name and types', async () => {
    const { sent } = await arriving(() => {
      getCurrentScope().addAttachment({
        data: 'häß\n',
        filename: 'note.txt',
        contentType: 'text/plain',
        attachmentType: 'event.view_hierarchy',
      })
      captureMessage('m')
    })
    expect(sent[0]?.items.map(({ headers }) => headers)).toEqual([
      { type: 'event' },
      {
        type: 'attachment',
        length: 6,
        filename: 'note.txt',
        content_type: 'text/plain',
        attachment_type: 'event.view_hierarchy',
      },
    ])
    expect(sent[0]?.items[1]?.text).toBe('häß\n')
  })

  it('keep every byte, as it was when the event was captured', async () => {
    const bytes = Uint8Array.from({ length: 512 }, (_, index) => index)
    const { files } = await arriving(() => {
      captureMessage('m', { attachments: [note('bytes', bytes), note('empty', '')] })
      bytes.fill(7)
    })
    expect(files[0]?.payload).toEqual(Uint8Array.from({ length: 512 }, (_, index) => index))
    expect(files[1]?.headers).toEqual({ type: 'attachment', length: 0, filename: 'empty.txt' })
  })

  it('come from the scopes, widest first, then from the call', async () => {
    const { files } = await arriving(() => {
      getCurrentScope().addAttachment(note('current'))
      getIsolationScope().addAttachment(note('isolation'))
      getGlobalScope().addAttachment(note('global'))
      captureException(new Error('e'), { attachments: [note('hint')] })
    })
    expect(names(files)).toEqual(['global.txt', 'isolation.txt', 'current.txt', 'hint.txt'])
  })

  it('stay with their scope, and are forgotten by clearAttachments and clear', async () => {
    const { files } = await arriving(() => {
      const scope = getCurrentScope().addAttachment(note('outer'))
      expect(scope.getScopeData().attachments).toEqual([note('outer')])
      withScope((inner) => {
        inner.addAttachment(note('inner'))
        captureMessage('both')
        inner.clearAttachments()
        captureMessage('none')
      })
      captureMessage('outer')
      scope.clear()
      captureMessage('none again')
    })
    expect(names(files)).toEqual(['outer.txt', 'inner.txt', 'outer.txt'])
  })

  it('belong to a scope that is captured with, and are no part of what update takes in', async () => {
    const other = new Scope().addAttachment(note('other'))
    const { files } = await arriving(() => {
      captureMessage('m', other)
      other.setClient(getCurrentScope().getClient())
      other.captureMessage('n')
    })
    expect(names(files)).toEqual(['other.txt'])
  })

  it('are seen and changed by processors and beforeSend', async () => {
    const seen: unknown[] = []
    const { files } = await arriving(
      () => {
        getCurrentScope().addAttachment(note('scope'))
        getCurrentScope().addEventProcessor((event: Event, hint) => {
          seen.push(hint.attachments?.map(({ filename }) => filename))
          hint.attachments?.push(note('processor'))
          return event
        })
        captureMessage('m', { attachments: [note('hint')] })
        captureMessage('n')
      },
      {
        beforeSend(event, hint) {
          hint.attachments = hint.attachments?.filter(({ filename }) => filename !== 'hint.txt')
          return event
        },
      },
    )
    expect(seen).toEqual([['scope.txt', 'hint.txt'], ['scope.txt']])
    expect(names(files)).toEqual(['scope.txt', 'processor.txt', 'scope.txt', 'processor.txt'])
  })

  it('leave the list that a call was given as it was', async () => {
    const attachments = [note('hint')]
    await arriving(() => captureMessage('m', { attachments }), {
      beforeSend(event, hint) {
        hint.attachments?.push(note('more'))
        return event
      },
    })
    expect(attachments).toEqual([note('hint')])
  })

  it.each<[string, Partial<Options>]>([
    ['event_processor', { ignoreErrors: ['m'] }],
    ['sample_rate', { sampleRate: 0 }],
    ['before_send', { beforeSend: () => null }],
    ['before_send', { beforeSend: async () => null }],
  ])('are dropped with their event, and counted: %s', async (reason, options) => {
    const { files, reports } = await arriving(() => {
      getCurrentScope().addAttachment(note('scope'))
      captureMessage('m', { attachments: [note('hint')] })
    }, options)
    expect(files).toEqual([])
    expect(reports).toEqual({ [`${reason}:error`]: 1, [`${reason}:attachment`]: 2 })
  })

  it('are counted when the receiver refuses their envelope', async () => {
    const { transport, sent } = scriptedReceiver(400)
    const { client } = start({ transport })
    captureMessage('m', { attachments: [note('a')] })
    await client.flush()
    await client.flush()
    expect(reported(sent.slice(1).map(({ body }) => body))).toEqual({
      'send_error:error': 1,
      'send_error:attachment': 1,
    })
  })

  it('are left out one by one where all together would be too large', async () => {
    const { files, events, reports } = await arriving(
      () => {
        captureMessage('m', {
          attachments: [note('six', '123456'), note('five', 'ää1'), note('four', '1234')],
        })
      },
      { maxAttachmentSize: 10 },
    )
    expect(names(files)).toEqual(['six.txt', 'four.txt'])
    expect(events).toHaveLength(1)
    expect(reports).toEqual({ 'send_error:attachment': 1 })
  })

  it('are so few that no receiver refuses the event for their number', async () => {
    const { files, events } = await arriving(() =>
      captureMessage('m', { attachments: Array.from({ length: 40 }, (_, n) => note(`${n}`)) }),
    )
    expect(files).toHaveLength(30)
    expect(events).toHaveLength(1)
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['no name', { data: 'x' }],
    ['an empty name', { data: 'x', filename: '' }],
    ['a name that is none', { data: 'x', filename: 7 }],
    ['no data', { filename: 'x' }],
    ['data of another kind', { filename: 'x', data: { length: 3 } }],
    [
      'a getter that throws',
      {
        filename: 'x',
        get data() {
          throw new Error('mine')
        },
      },
    ],
  ])('that are none are left out alone: %s', async (_what, wrong) => {
    const { files, events, reports } = await arriving(() => {
      getCurrentScope().addAttachment(wrong as never)
      captureMessage('m', { attachments: [note('right')] })
    })
    expect(names(files)).toEqual(['right.txt'])
    expect(events).toHaveLength(1)
    expect(reports).toEqual({ 'send_error:attachment': 1 })
  })

  it.each(['text', 7, {}, true])('may be given as no list: %s', async (wrong) => {
    const { events } = await arriving(() => captureMessage('m', { attachments: wrong as never }), {
      beforeSend(event, hint) {
        hint.attachments = wrong as never
        return event
      },
    })
    expect(events).toHaveLength(1)
  })

  it.each(['/etc/passwd', 'C:\\logs\\passwd', '../passwd'])(
    'name no directories: %s',
    async (filename) => {
      const { files } = await arriving(() =>
        captureMessage('m', { attachments: [{ data: 'x', filename }] }),
      )
      expect(names(files)).toEqual(['passwd'])
    },
  )
})

describe('an envelope with bytes', () => {
  it('is written as it is read, however large', () => {
    const large = new Uint8Array(3_000_000).fill(10)
    const body = serializeEnvelope([
      {},
      [
        [{ type: 'attachment', filename: 'large' }, large],
        [{ type: 'attachment', filename: 'text' }, 'häß'],
      ],
    ])
    const { items } = parseEnvelope(body)
    expect(items[0]?.headers.length).toBe(3_000_000)
    expect(Buffer.compare(items[0]?.payload ?? new Uint8Array(), large)).toBe(0)
    expect(items[1]?.text).toBe('häß')
  })
})
