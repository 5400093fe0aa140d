import { resolvedExceptionsOf, topFrame } from '../event/exceptions.js'
import { fieldsOf, textOf } from '../event/fields.js'
import type { StoredEvent } from '../event/stored.js'
import { placeOf } from '../event/summary.js'
import { levelStyle, painter } from './paint.js'

export interface FormatOptions {
  /** The inbox's address, for the link to the issue. */
  url: string
  /** @default false */
  color?: boolean
}

/**
 * An arrived event as a few lines for the terminal, ending in a blank one. Control characters in
 * it are replaced: an event is somebody else's text and may not send commands to the terminal.
 */
export function formatArrival(event: StoredEvent, options: FormatOptions): string {
  const paint = painter(options.color ?? false)
  const time = new Date(event.receivedAt).toTimeString().slice(0, 8)
  const head = [
    paint(time, 'dim'),
    paint(event.level, levelStyle(event.level)),
    paint(`project ${event.project} · ${event.platform}`, 'dim'),
    event.handled === false ? paint('unhandled', 'red') : '',
  ]
  const lines = [
    paint(event.title, 'bold'),
    paint(placeIn(event), 'cyan'),
    paint(requestIn(event), 'dim'),
    paint(`${options.url}/#/issues/${event.issueId}`, 'dim'),
  ]
  const block = [filled(head).join('  '), ...filled(lines).map((line) => `  ${line}`)]
  return `${block.join('\n')}\n\n`
}

function placeIn(event: StoredEvent): string {
  const captured = resolvedExceptionsOf(event.event, event.resolved).at(-1)
  const top = topFrame(captured?.frames ?? [])
  return top ? placeOf(top) : ''
}

function requestIn({ event }: StoredEvent): string {
  const { transaction, request } = fieldsOf(event) ?? {}
  const url = textOf(fieldsOf(request)?.url)
  const target = url && [textOf(fieldsOf(request)?.method), url].filter(Boolean).join(' ')
  return filled([textOf(transaction), target]).join('  ')
}

function filled(texts: (string | undefined)[]): string[] {
  return texts.filter((text): text is string => text !== undefined && text !== '')
}
