import { type Fields, textOf } from '../event/fields.js'

/** What a directive is about, for people who do not know its name. */
const things = new Map([
  ['script', 'script'],
  ['style', 'style'],
  ['img', 'image'],
  ['font', 'font'],
  ['connect', 'connection'],
  ['media', 'media'],
  ['frame', 'frame'],
  ['child', 'frame'],
  ['worker', 'worker'],
  ['object', 'plugin'],
  ['manifest', 'manifest'],
  ['form', 'form'],
  ['base', 'base address'],
])

/** A violation of a content security policy in one line: `Blocked script from evil.example (script-src-elem)`. */
export function cspTitle(body: Fields): string {
  const directive = directiveOf(body)
  const verb = body.disposition === 'report' ? 'Would block' : 'Blocked'
  return `${verb} ${whatOf(directive, blockedOf(body))} (${directive})`
}

/** What violations are filtered by. */
export function cspFacts(body: Fields): Record<string, string> {
  return {
    'effective-directive': directiveOf(body),
    'blocked-uri': blockedOf(body),
    disposition: textOf(body.disposition) ?? 'enforce',
  }
}

function whatOf(directive: string, blocked: string): string {
  const thing = things.get(directive.split('-', 1)[0] ?? '') ?? 'content'
  if (directive === 'frame-ancestors') return 'being framed'
  if (blocked === 'inline') return `inline ${thing}`
  if (blocked === 'eval' || blocked === 'wasm-eval') return `${blocked}()`
  return `${thing} from ${blocked}`
}

/** Both the old names of members and those of the Reporting API. */
function directiveOf(body: Fields): string {
  const text =
    textOf(body.effectiveDirective) ??
    textOf(body['effective-directive']) ??
    textOf(body['violated-directive'])
  return text?.trim().split(/\s/, 1)[0] || 'unknown directive'
}

/** A host rather than an address: that the path differs makes no other problem. */
function blockedOf(body: Fields): string {
  const blocked = textOf(body.blockedURL) ?? textOf(body['blocked-uri']) ?? 'inline'
  return URL.canParse(blocked) ? new URL(blocked).host || new URL(blocked).protocol : blocked
}
