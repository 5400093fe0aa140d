import type { Fields } from '../../../src/event/fields.js'
import { CopyButton } from '../shell/copy.js'
import { WebLink } from '../shell/web-link.js'
import { curlOf, urlOf } from './curl.js'
import { Section } from './facts.js'
import { pairsOf } from './pairs.js'
import { asText } from './text.js'

/** The request that the event happened in, and the command that repeats it. */
export function RequestFacts({ request }: { request: Fields }) {
  const { method, url, headers, data, query_string: _query, ...others } = request
  const curl = curlOf(request)
  if (Object.keys(request).length === 0) return null
  return (
    <section className="request">
      <div className="section-head">
        <h2>Request</h2>
        {curl !== undefined && (
          <CopyButton text={() => curl} what="the command">
            Copy as curl
          </CopyButton>
        )}
      </div>
      <p className="address">
        <b>{asText(method ?? 'GET')}</b> <WebLink text={urlOf(request) ?? asText(url ?? '')} />
      </p>
      {data !== undefined && data !== null && <pre className="body">{asText(data)}</pre>}
      <Section title="Headers" value={Object.fromEntries(pairsOf(headers))} />
      <Section title="Around it" value={others} />
    </section>
  )
}
