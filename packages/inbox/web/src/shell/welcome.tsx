import { type ReactNode, useState } from 'react'
import { CopyButton } from './copy.js'

/** The DSN that leads to this Inbox. */
export function dsn(): string {
  return `${location.protocol}//inbox@${location.host}/1`
}

const snippets: [name: string, code: (dsn: string) => string][] = [
  ['@mayday/browser', (dsn) => `import { init } from '@mayday/browser'\n\ninit({ dsn: '${dsn}' })`],
  [
    '@mayday/node',
    (dsn) => `// instrument.js, started with: node --import ./instrument.js app.js
import { init } from '@mayday/node'

init({ dsn: '${dsn}' })`,
  ],
  [
    '@sentry/*',
    (dsn) => `import * as Sentry from '@sentry/browser' // or node, react, vue, …

Sentry.init({ dsn: '${dsn}' })`,
  ],
  ['Environment', (dsn) => `SENTRY_DSN=${dsn}`],
]

/** The first thing that anybody sees: how to get an error in here. */
export function Welcome() {
  return (
    <section className="empty">
      <title>Mayday Inbox</title>
      <h1>Nothing has gone wrong yet</h1>
      <p>Give an SDK this DSN, and its errors appear here as they happen:</p>
      <Code text={dsn()} what="the DSN" />
      <Snippets />
      <p>
        Any key will do, and the last part is a project of your choice. SDKs in other languages take
        the same DSN.
      </p>
    </section>
  )
}

/** What a room says that has nothing to show yet. */
export function EmptyRoom(props: { title: string; code: string; children: ReactNode }) {
  return (
    <section className="empty">
      <h2>{props.title}</h2>
      <p>{props.children}</p>
      <Code text={props.code} what="the snippet" />
    </section>
  )
}

function Snippets() {
  const [chosen, setChosen] = useState(0)
  const [, code] = snippets[chosen] ?? []
  return (
    <>
      <fieldset className="choice" aria-label="SDK">
        {snippets.map(([name], index) => (
          <button
            key={name}
            type="button"
            aria-pressed={index === chosen}
            onClick={() => setChosen(index)}
          >
            {name}
          </button>
        ))}
      </fieldset>
      {code && <Code text={code(dsn())} what="the snippet" />}
    </>
  )
}

function Code({ text, what }: { text: string; what: string }) {
  return (
    <div className="code">
      {/* Longer lines are scrolled, also with keys. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={() => text} what={what}>
        Copy
      </CopyButton>
    </div>
  )
}
