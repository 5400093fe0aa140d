// @vitest-environment jsdom
import {
  type ContextLinesOptions,
  captureEvent,
  captureException,
  contextLinesIntegration,
} from '@mayday/browser'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { captured, start } from './setup.js'

beforeEach(() => history.replaceState(null, '', '/cart?voucher=anybody#pay'))

/** Puts this into the body of the page, and gives the number of the line of the page in which `needle` stands. */
function show(html: string, needle: string): number {
  document.body.innerHTML = html
  const lines = document.documentElement.innerHTML.split('\n')
  return lines.findIndex((line) => line.includes(needle)) + 3
}

const page = () => `${location.origin}/cart`

function thrownAt(line: number, { file = page(), column = 3 } = {}): Error {
  const error = new Error('boom')
  error.stack = `Error: boom\n    at pay (${file}:${line}:${column})\n    at ${location.origin}/app.js:1:1`
  return error
}

/** What the event of this error shows of the page. */
async function shown(
  error: Error,
  options?: ContextLinesOptions,
  others: Parameters<typeof start>[0] = {},
) {
  const memory = start({ integrations: [contextLinesIntegration(options)], ...others })
  captureException(error)
  const event = await memory.captured()
  await memory.client.close()
  const { pre_context, context_line, post_context } =
    captured(event).stacktrace?.frames?.at(-1) ?? {}
  return { pre_context, context_line, post_context }
}

const NOTHING = { pre_context: undefined, context_line: undefined, post_context: undefined }

const SCRIPT = `<p>of jo@mail.example</p>
<script>
  function pay() {
    throw new Error('boom')
  }
  pay()
</script>
<p>said to the visitor</p>`

describe('a frame of an inline script', () => {
  it('shows its line and those around it, as far as they are code', async () => {
    const line = show(SCRIPT, 'throw')
    expect(await shown(thrownAt(line))).toEqual({
      pre_context: expect.arrayContaining(['  function pay() {']),
      context_line: "    throw new Error('boom')",
      post_context: ['  }', '  pay()', '', ''],
    })
    const { pre_context = [], post_context = [] } = await shown(thrownAt(line))
    expect([...pre_context, ...post_context].join()).not.toMatch(/jo@|visitor|script|<p>/)
  })

  it('shows as many lines as it is told', async () => {
    const line = show(SCRIPT, 'throw')
    expect(await shown(thrownAt(line), { frameContextLines: 1 })).toEqual({
      pre_context: ['  function pay() {'],
      context_line: "    throw new Error('boom')",
      post_context: ['  }'],
    })
    const many = Array.from({ length: 20 }, (_, at) => `line${at}()`).join('\n')
    const all = await shown(thrownAt(show(`<script>${many}</script>`, 'line10()')))
    expect([all.pre_context?.length, all.post_context?.length]).toEqual([7, 7])
  })

  it('shows none when it is told so, here or for all that shows lines', async () => {
    const line = show(SCRIPT, 'throw')
    expect(await shown(thrownAt(line), { frameContextLines: 0 })).toEqual(NOTHING)
    const closed = { dataCollection: { frameContextLines: 0 } }
    expect(await shown(thrownAt(line), {}, closed)).toEqual(NOTHING)
    expect((await shown(thrownAt(line), { frameContextLines: 1 }, closed)).context_line).toMatch(
      /throw/,
    )
  })

  it('is known by the page’s address, whatever its query', async () => {
    const line = show(SCRIPT, 'throw')
    expect((await shown(thrownAt(line, { file: location.href }))).context_line).toMatch(/throw/)
    const file = `${location.origin}/other`
    expect(await shown(thrownAt(line, { file }))).toEqual(NOTHING)
  })

  it('shows the part of a long line that is near the column', async () => {
    const line = show(`<script>${'a();'.repeat(100)}boom();${'b();'.repeat(100)}</script>`, 'boom')
    const { context_line = '' } = await shown(thrownAt(line, { column: 408 }))
    expect(context_line).toMatch(/^\{snip\} .*boom\(\);.* \{snip\}$/)
    expect(context_line.length).toBe(140 + 2 * '{snip} '.length)
  })

  it('shows no secrets, and no e-mail addresses unless they may be sent', async () => {
    const key = `ghp_${'Ab1'.repeat(12)}`
    const html = `<script>\n  const owner = 'jo@mail.example'\n  fail('${key}')\n</script>`
    const line = show(html, 'fail(')
    expect(await shown(thrownAt(line), { frameContextLines: 1 })).toMatchObject({
      pre_context: ["  const owner = '[Filtered]'"],
      context_line: "  fail('[Filtered]')",
    })
    const { pre_context } = await shown(thrownAt(line), {}, { dataCollection: { userInfo: true } })
    expect(pre_context?.at(-1)).toContain('jo@mail.example')
  })

  it('shows nothing of data that stands in a script', async () => {
    const line = show('<script type="application/json">\n{"name":"Jo"}\n</script>', '"Jo"')
    expect(await shown(thrownAt(line))).toEqual(NOTHING)
    const module = show('<script type="module" async>\nboom()\n</script>', 'boom()')
    expect((await shown(thrownAt(module))).context_line).toBe('boom()')
  })
})

describe('a frame of an inline handler', () => {
  it('shows the handler, and nothing of what the page says beside it', async () => {
    const html = `<p title="Jo">\nHello Jo <button value="7" onclick="pay(1)" onblur='leave("a")'>Jo pays</button> and Jo\n</p>`
    const { context_line, pre_context, post_context } = await shown(
      thrownAt(show(html, 'pay(1)')),
      { frameContextLines: 1 },
    )
    expect(context_line?.trim()).toMatch(/^onclick="pay\(1\)"\s+onblur="leave\(&quot;a&quot;\)"$/)
    expect([pre_context, post_context]).toEqual([[''], ['']])
  })

  it('shows nothing where the line holds none', async () => {
    expect(await shown(thrownAt(show('<p>Hello Jo</p>', 'Hello')))).toEqual(NOTHING)
    expect(await shown(thrownAt(9999))).toEqual(NOTHING)
  })
})

it('writes the page down once for an event, and not where no frame is of it', async () => {
  const line = show(SCRIPT, 'throw')
  const html = vi.spyOn(document.documentElement, 'innerHTML', 'get')
  await shown(thrownAt(line, { file: `${location.origin}/app.js` }))
  expect(html).not.toHaveBeenCalled()
  const error = thrownAt(line)
  error.stack += `\n    at more (${page()}:${line}:1)`
  await shown(error)
  expect(html).toHaveBeenCalledTimes(1)
})

it('leaves an event that is made by hand as it is', async () => {
  const line = show(SCRIPT, 'throw')
  const frame = Object.freeze({ filename: page(), lineno: line, function: 'pay' })
  const memory = start({ integrations: [contextLinesIntegration()] })
  captureEvent({ exception: { values: [{ type: 'E', stacktrace: { frames: [frame] } }] } })
  const frames = captured(await memory.captured()).stacktrace?.frames
  expect(frames?.[0]?.context_line).toMatch(/throw/)
})
