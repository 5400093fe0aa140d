import { type Client, type Integration, safely } from '@mayday/core'

export type ReportType = 'crash' | 'deprecation' | 'intervention'

export interface ReportingObserverOptions {
  /** Which reports are captured. @default all of them */
  types?: ReportType[]
}

/** What a browser has to say about the page. */
interface Report {
  type: string
  url: string
  body: (object & { message?: string; crashId?: string; reason?: string }) | null
}

type Observer = new (
  tell: (reports: Report[]) => void,
  options: { buffered: boolean; types: string[] },
) => { observe(): void; disconnect(): void }

/**
 * Captures what the browser reports about the page, as messages: crashes, the use of deprecated features, and where it
 * has stepped in. Reports of before the start are captured, too. Only browsers that have a `ReportingObserver` tell.
 */
export function reportingObserverIntegration(options: ReportingObserverOptions = {}): Integration {
  const { types = ['crash', 'deprecation', 'intervention'] } = options
  return {
    name: 'ReportingObserver',
    setup(client) {
      const { ReportingObserver } = globalThis as { ReportingObserver?: Observer }
      if (!ReportingObserver) return
      const observer = new ReportingObserver(
        (reports) => {
          for (const report of reports) safely('report', () => capture(report, client))
        },
        { buffered: true, types },
      )
      observer.observe()
      return () => observer.disconnect()
    },
  }
}

function capture({ type, url, body }: Report, client: Client): void {
  const { crashId, reason, message } = body ?? {}
  const details = type === 'crash' ? [crashId, reason].filter(Boolean).join(' ') : message
  client.captureMessage(
    `ReportingObserver [${type}]: ${details || 'No details available'}`,
    'info',
    {
      // Where our listener was called says nothing.
      syntheticException: null,
      captureContext: { extra: { url, ...(body && { body: membersOf(body) }) } },
    },
  )
}

/** The members of a report's body are getters of its class. */
function membersOf(body: object): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const name in body) {
    const value = (body as Record<string, unknown>)[name]
    if (typeof value !== 'function') members[name] = value
  }
  return members
}
