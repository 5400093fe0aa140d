import type { ReactNode } from 'react'
import { type Fields, fieldsOf, textOf } from '../../src/event/fields.js'
import type { StoredEvent } from '../../src/event/stored.js'
import { asText, Value } from './value.js'

/** All that is known around an error. */
export function Facts({ event: stored }: { event: StoredEvent }) {
  const event: Fields = fieldsOf(stored.event) ?? {}
  const request = fieldsOf(event.request)
  const contexts = Object.entries(fieldsOf(event.contexts) ?? {})
  return (
    <>
      <Section title="Tags" value={tagsOf(event.tags)} />
      <Section title="Request" value={{ ...request, headers: undefined }} />
      <Section title="Request headers" value={request?.headers} />
      <Section title="User" value={event.user} />
      <Section title="Event" value={identityOf(stored, event)} />
      {contexts.map(([name, context]) => (
        <Section key={name} title={name} value={withoutType(context, name)} />
      ))}
      <Section title="Extra" value={event.extra} />
      <Items stored={stored} />
    </>
  )
}

function Section({ title, value }: { title: string; value: unknown }): ReactNode {
  const entries = Object.entries(fieldsOf(value) ?? {}).filter(([, member]) => member !== undefined)
  if (entries.length === 0) return null
  return (
    <section className="facts">
      <h2>{title}</h2>
      <Value value={Object.fromEntries(entries)} />
    </section>
  )
}

function Items({ stored }: { stored: StoredEvent }) {
  if (stored.items.length === 0) return null
  const rows = stored.items.map(({ headers, size }, index) => [
    `${index + 1} ${headers.type}`,
    [textOf(headers.filename), `${size.toLocaleString('en')} bytes`].filter(Boolean).join(', '),
  ])
  return <Section title="Sent along" value={Object.fromEntries(rows)} />
}

/** Tags come as a map or as a list of pairs. */
function tagsOf(tags: unknown): unknown {
  if (!Array.isArray(tags)) return tags
  const pairs = tags.filter((pair): pair is [unknown, unknown] => Array.isArray(pair))
  return Object.fromEntries(pairs.map(([name, value]) => [asText(name), value]))
}

function identityOf(stored: StoredEvent, event: Fields): Fields {
  const sdk = fieldsOf(event.sdk)
  return {
    id: stored.id,
    happened: new Date(stored.timestamp).toLocaleString(),
    arrived: new Date(stored.receivedAt).toLocaleString(),
    transaction: event.transaction,
    server: event.server_name,
    logger: event.logger,
    fingerprint: event.fingerprint,
    sdk: [textOf(sdk?.name), textOf(sdk?.version)].filter(Boolean).join(' ') || undefined,
  }
}

function withoutType(context: unknown, name: string): unknown {
  const { type, ...rest } = fieldsOf(context) ?? {}
  return type === undefined || type === name ? rest : context
}
