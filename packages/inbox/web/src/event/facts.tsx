import type { ReactNode } from 'react'
import { type Fields, fieldsOf, textOf } from '../../../src/event/fields.js'
import type { StoredEvent } from '../../../src/event/stored.js'
import { Value } from './value.js'

/** All that is known around an error. */
export function Facts({ event: stored }: { event: StoredEvent }) {
  const event: Fields = fieldsOf(stored.event) ?? {}
  const contexts = Object.entries(fieldsOf(event.contexts) ?? {})
  return (
    <>
      <Section title="User" value={event.user} />
      <Section title="Event" value={identityOf(stored, event)} />
      {contexts.map(([name, context]) => (
        <Section key={name} title={name} value={withoutType(context, name)} />
      ))}
      <Section title="Extra" value={event.extra} />
      <Section title="Modules" value={event.modules} isFolded />
    </>
  )
}

interface SectionProps {
  title: string
  value: unknown
  isFolded?: boolean
}

export function Section({ title, value, isFolded = false }: SectionProps): ReactNode {
  const entries = Object.entries(fieldsOf(value) ?? {}).filter(([, member]) => member !== undefined)
  if (entries.length === 0) return null
  const table = <Value value={Object.fromEntries(entries)} />
  if (!isFolded) {
    return (
      <section className="facts">
        <h2>{title}</h2>
        {table}
      </section>
    )
  }
  return (
    <details className="facts">
      <summary>
        {title} ({entries.length})
      </summary>
      {table}
    </details>
  )
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
